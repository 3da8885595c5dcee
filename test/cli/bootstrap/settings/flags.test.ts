import {
  parseConnectionArn,
  parseDistributionName,
  parseIdentityProvider,
  parseNotifications,
  parsePlace,
  parseRepository,
  parseStage,
  parseTrusted,
} from '../../../../cli/bootstrap/settings/flags';

const PLACE = { account: '111111111111', region: 'eu-west-1' };

test('a place is said as the CDK CLI says it, or without aws://', () => {
  expect(parsePlace('aws://111111111111/eu-west-1')).toEqual(PLACE);
  expect(parsePlace('111111111111/eu-west-1')).toEqual(PLACE);
});

test('the last word about a stage counts', () => {
  const first = parseStage('Release=aws://222222222222/us-east-1', {});
  expect(parseStage('Master=111111111111/eu-west-1', first)).toEqual({
    Release: { account: '222222222222', region: 'us-east-1' },
    Master: PLACE,
  });
  const all = parseIdentityProvider('existing', { Master: 'create' });
  expect(parseIdentityProvider('Release=create', all)).toEqual({
    Development: 'existing',
    Master: 'existing',
    Release: 'create',
  });
});

test.each([
  [() => parsePlace('eu-west-1'), "'eu-west-1' is no environment, expected aws://ACCOUNT/REGION"],
  [
    () => parsePlace('aws://111111111111/eu-wst-1'),
    "expected the code of an AWS region, .* write 'eu-west-1'",
  ],
  [
    () => parseStage('Relase=111111111111/eu-west-1', {}),
    'begins with no stage, expected Development, Master',
  ],
  [() => parseStage('Release', {}), "'' is no environment"],
  [() => parseIdentityProvider('Release=exist', {}), "expected 'create' or 'existing'"],
  [() => parseDistributionName('Acme'), "--name 'Acme' is invalid, .* write 'acme'"],
  [() => parseRepository('https://github.com/a/b'), "--repository .* not a URL; write 'a/b'"],
  [() => parseConnectionArn('arn'), '--connection-arn .* codeconnections'],
  [() => parseNotifications('on'), '--notifications .* expected the ARN of an SNS topic'],
  [() => parseTrusted('12'), '--trust .* expected the 12 digits of an AWS account'],
])('what cannot be meant is refused: %s', (parse, message) => {
  expect(parse).toThrow(new RegExp(message));
});
