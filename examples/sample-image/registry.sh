#!/usr/bin/env bash
# What the Makefile and the workflows do with a registry; AWS_ECR_REGISTRY_ARN says with which one.
set -euo pipefail

usage="expected one of
  registry.sh login docker|podman     logs in, for 12 hours
  registry.sh tag BRANCH              prints the tag of a branch's image
  registry.sh image TAG               prints the name of an image, for docker and podman
  registry.sh digest TAG              prints the digest that a tag has in the registry; nothing if there is none
  registry.sh archive-digest ARCHIVE  prints the digest of what an OCI archive holds
  registry.sh expect STAGE            fails if AWS_ECR_REGISTRY_ARN is not of that stage, such as release
  registry.sh push ARCHIVE TAG...     copies what an OCI archive holds, as the first tag that is not another image's;
                                      in Development, where tags move, as the first; each digest stays what it is"

fail() {
  echo "$1" >&2
  exit 1
}

# A tag has 128 characters at most, of these (OCI Distribution Specification, "Pulling manifests"). A name that is none is
# made one and gets a hash of itself; without it `fix/login` and `fix-login` would overwrite each other's image.
tag() {
  local LC_ALL=C tag hash
  [ -n "$1" ] || fail "you are on no branch, expected one, which names the image: check it out, or say TAG=..."
  if [[ $1 =~ ^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$ ]]; then
    echo "$1"
    return
  fi
  hash=$(printf %s "$1" | git hash-object --stdin)
  tag=$(printf %s "$1" | LC_ALL=C tr -c 'A-Za-z0-9_.-' - | sed 's/^[.-]*//' | cut -c -119)
  echo "${tag:-branch}-${hash:0:8}"
}

# Only ImageNotFound is absence: of an image that cannot be decrypted or is archived, ECR says so instead
# (Amazon ECR API Reference, "ImageFailure").
# Here and below `|| return`, because in a substitution bash would go on after an error.
digest() {
  local answer digest code reason
  answer=$(aws ecr batch-get-image --region "$region" --repository-name "$repository" --image-ids "imageTag=$1" --output text \
    --query '[images[0].imageId.imageDigest, failures[0].failureCode, failures[0].failureReason]') || return
  IFS=$'\t' read -r digest code reason <<<"$answer"
  case $digest:$code in
    sha256:*:None) echo "$digest" ;;
    None:ImageNotFound) ;;
    *) fail "ECR was asked for $repository:$1 and says $code: $reason
expected a digest, or ImageNotFound: it is not known whether there is such an image, so this ends here; mend that and run it again" ;;
  esac
}

archive_digest() {
  local manifest
  manifest=$(skopeo inspect --raw "oci-archive:$1" | sha256sum) || return
  echo "sha256:${manifest%% *}"
}

# Where its variable is missing GitHub runs a job without an environment, and so without secrets; one that names another
# stage's environment would push there.
expect() {
  [[ ${AWS_ECR_REGISTRY_ARN:-} = arn:*:repository/*/$1 ]] ||
    fail "AWS_ECR_REGISTRY_ARN is '${AWS_ECR_REGISTRY_ARN:-}', expected the ARN of a repository that ends in /$1:
it is a secret of the environment that the variable $(tr a-z A-Z <<<"$1")_ENVIRONMENT names; 'npm run github' in the distribution sets both"
}

# Where tags move nobody needs to ask.
keeps_tags() {
  [[ $repository != */development ]]
}

taken() {
  fail "the tag $1 of $repository is another image's: it is $2, expected $3, which was to be pushed
a tag there stays what it is: merge a new commit, or release another version"
}

# A registry that keeps its tags refuses even the same image again, so it is asked before; and after a refusal, because
# of an index skopeo reports it as one that cannot be converted, and another job may have been faster.
push() {
  local digest there= tag
  digest=$(archive_digest "$1") || return
  for tag in "${@:2}"; do
    if keeps_tags; then there=$(digest "$tag") || return; fi
    case $there in
      "$digest") echo "$tag is there already: $digest"; return ;;
      '') break ;;
    esac
  done
  [ -z "$there" ] || taken "$tag" "$there" "$digest"
  if ! skopeo copy --all --preserve-digests "oci-archive:$1" "docker://$registry/$repository:$tag"; then
    if keeps_tags; then there=$(digest "$tag") || return; fi
    [ -z "$there" ] || [ "$there" = "$digest" ] || taken "$tag" "$there" "$digest"
    [ -n "$there" ] || return 1
  fi
  echo "$tag is $digest"
}

command=${1:-}
case $command in
  tag) tag "${2-}"; exit ;;
  archive-digest) archive_digest "${2:?"$usage"}"; exit ;;
  expect) expect "${2:?"$usage"}"; exit ;;
esac

IFS=: read -r arn partition service region account resource <<<"${AWS_ECR_REGISTRY_ARN:-}"
[ "$arn:$service" = arn:ecr ] && [[ ${resource:-} = repository/* ]] ||
  fail "AWS_ECR_REGISTRY_ARN is '${AWS_ECR_REGISTRY_ARN:-}', expected arn:aws:ecr:REGION:ACCOUNT:repository/NAME:
the output ImageRepositoryArn of the image's stack; registries.mk has it for STAGE=DEVELOPMENT, MASTER and RELEASE"
case $partition in
  aws | aws-us-gov) domain=amazonaws.com ;;
  aws-cn) domain=amazonaws.com.cn ;;
  aws-eusc) domain=amazonaws.eu ;;
  *) fail "AWS_ECR_REGISTRY_ARN is of partition '$partition', expected aws, aws-us-gov, aws-cn or aws-eusc: the domain of others is not known here" ;;
esac
registry=$account.dkr.ecr.$region.$domain
repository=${resource#repository/}

case $command in
  login) aws ecr get-login-password --region "$region" | "${2:?"$usage"}" login --username AWS --password-stdin "$registry" ;;
  image) echo "$registry/$repository:${2:?"$usage"}" ;;
  digest) digest "${2:?"$usage"}" ;;
  push) push "${2:?"$usage"}" "${3:?"$usage"}" "${@:4}" ;;
  *) fail "'$command' is no command, $usage" ;;
esac
