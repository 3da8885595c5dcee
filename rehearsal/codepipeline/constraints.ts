import { ServiceError } from './service-error';

/** What the API's model allows as a name of a pipeline, a stage, an action or a namespace. */
const NAME = /^[A-Za-z0-9.@_-]{1,100}$/;

/** @throws ServiceError in the words in which AWS refuses a value before it looks at what it is for */
export function checkName(member: string, name: string | undefined): void {
  if (name === undefined) throw invalid('null', member, 'Member must not be null');
  if (!NAME.test(name)) {
    throw invalid(
      name,
      member,
      'Member must have length from 1 to 100 and satisfy regular expression pattern: [A-Za-z0-9.@\\-_]+',
    );
  }
}

/** @throws ServiceError as {@link checkName} does */
export function checkRange(member: string, value: number | undefined, from: number, to: number): void {
  if (value === undefined || (Number.isInteger(value) && value >= from && value <= to)) return;
  throw invalid(String(value), member, `Member must be an integer from ${from} to ${to}`);
}

/** @throws ServiceError with the code, when a name occurs more than once */
export function checkUnique(what: string, names: readonly string[], code: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ServiceError(code, `There is more than one ${what} named '${twice}'`);
}

function invalid(value: string, member: string, constraint: string): ServiceError {
  return new ServiceError(
    'ValidationException',
    `1 validation error detected: Value '${value}' at '${member}' failed to satisfy constraint: ${constraint}`,
  );
}
