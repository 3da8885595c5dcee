# The image's registries. Print yours with `npm run --silent registries -- SampleImage` in the distribution.
DEVELOPMENT := arn:aws:ecr:eu-west-1:111111111111:repository/slipway/sample-image/development
MASTER := arn:aws:ecr:eu-west-1:111111111111:repository/slipway/sample-image/master
RELEASE := arn:aws:ecr:eu-west-1:111111111111:repository/slipway/sample-image/release
