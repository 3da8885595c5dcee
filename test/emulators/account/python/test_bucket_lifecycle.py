"""What Amazon S3 refuses in the lifecycle of a bucket."""

import pytest

from server.s3 import bucket_properties
from server.s3.bucket_lifecycle import problem

MALFORMED = "MalformedXML"


def rule(content: str, name: str = "a", status: str = "Enabled") -> str:
    return f"<Rule><ID>{name}</ID><Filter/><Status>{status}</Status>{content}</Rule>"


def code(*rules: str) -> str | None:
    namespace = 'xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
    wrong = problem(f"<LifecycleConfiguration {namespace}>{''.join(rules)}</LifecycleConfiguration>".encode())
    return wrong[0] if wrong else None


EXPIRE = "<Expiration><Days>1</Days></Expiration>"


def transition(days: int, storage_class: str) -> str:
    return f"<Transition><Days>{days}</Days><StorageClass>{storage_class}</StorageClass></Transition>"


@pytest.mark.parametrize("content", [EXPIRE, transition(0, "GLACIER"), transition(30, "STANDARD_IA")])
def test_a_rule_that_s3_takes(content: str) -> None:
    assert code(rule(content)) is None


@pytest.mark.parametrize(
    ("rules", "expected"),
    [
        ([], MALFORMED),
        ([rule(EXPIRE, status="On")], MALFORMED),
        ([rule("")], "InvalidRequest"),
        ([rule(EXPIRE), rule(EXPIRE)], "InvalidArgument"),
        ([rule(EXPIRE, name="x" * 256)], "InvalidArgument"),
        ([rule("<Expiration><Days>0</Days></Expiration>")], "InvalidArgument"),
        ([rule("<Expiration><Days>one</Days></Expiration>")], MALFORMED),
        ([rule("<Expiration><Days>1</Days><Date>2030-01-01</Date></Expiration>")], MALFORMED),
        ([rule(transition(29, "STANDARD_IA"))], "InvalidArgument"),
        ([rule(transition(30, "STANDARD"))], MALFORMED),
    ],
)
def test_rules_that_s3_refuses(rules: list[str], expected: str) -> None:
    assert code(*rules) == expected


def test_what_is_no_xml() -> None:
    assert problem(b"{}") is not None


def test_properties_of_a_template_become_a_configuration() -> None:
    rules = [
        {
            "Id": "a",
            "Status": "Enabled",
            "Prefix": "logs/",
            "TagFilters": [{"Key": "team", "Value": "a"}],
            "ExpirationInDays": 30,
            "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
        }
    ]
    assert bucket_properties._configuration(rules).decode() == (
        "<LifecycleConfiguration><Rule><ID>a</ID><Status>Enabled</Status>"
        "<Filter><And><Prefix>logs/</Prefix><Tag><Key>team</Key><Value>a</Value></Tag></And></Filter>"
        "<Expiration><Days>30</Days></Expiration>"
        "<NoncurrentVersionExpiration><NoncurrentDays>7</NoncurrentDays></NoncurrentVersionExpiration>"
        "</Rule></LifecycleConfiguration>"
    )
