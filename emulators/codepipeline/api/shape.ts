import { ServiceError } from '../server/service-error';

/**
 * Notes what a value breaks, by its path in the request.
 *
 * @throws ServiceError when the value is not of the type at all: AWS says no more then
 */
export type Shape = (value: unknown, path: string, problems: string[]) => void;

export interface TextProps {
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly values?: readonly string[];
}

export interface Range {
  readonly min?: number;
  readonly max?: number;
}

export function text({ min = 0, max = Infinity, pattern, values }: TextProps = {}): Shape {
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`);
  return (value, path, problems) => {
    if (typeof value !== 'string') throw wrongType(value, path, 'a string');
    const broken = (constraint: string) => problems.push(problem(`'${value}'`, path, constraint));
    if (values && !values.includes(value))
      broken(`Member must satisfy enum value set: [${values.join(', ')}]`);
    if (whole && !whole.test(value)) broken(`Member must satisfy regular expression pattern: ${pattern}`);
    if (value.length > max) broken(`Member must have length less than or equal to ${max}`);
    if (value.length < min) broken(`Member must have length greater than or equal to ${min}`);
  };
}

export function integer({ min = -Infinity, max = Infinity }: Range): Shape {
  return (value, path, problems) => {
    if (!Number.isInteger(value)) throw wrongType(value, path, 'an integer');
    const broken = (constraint: string) => problems.push(problem(`'${String(value)}'`, path, constraint));
    if ((value as number) > max) broken(`Member must have value less than or equal to ${max}`);
    if ((value as number) < min) broken(`Member must have value greater than or equal to ${min}`);
  };
}

export const flag: Shape = (value, path) => {
  if (typeof value !== 'boolean') throw wrongType(value, path, 'a boolean');
};

export function list(member: Shape, { min = 0, max = Infinity }: Range = {}): Shape {
  return (value, path, problems) => {
    if (!Array.isArray(value)) throw wrongType(value, path, 'a list');
    const broken = (constraint: string) => problems.push(problem(undefined, path, constraint));
    if (value.length > max) broken(`Member must have length less than or equal to ${max}`);
    if (value.length < min) broken(`Member must have length greater than or equal to ${min}`);
    for (const [index, item] of value.entries()) member(item, `${path}.${index + 1}.member`, problems);
  };
}

/** A map whose values have a length. */
export function map({ min = 0, max = Infinity }: Range): Shape {
  return (value, path, problems) => {
    if (!isObject(value)) throw wrongType(value, path, 'a map');
    const texts = Object.entries(value).map(([key, item]) => {
      if (typeof item !== 'string') throw wrongType(item, `${path}.${key}`, 'a string');
      return item;
    });
    if (texts.every(({ length }) => length >= min && length <= max)) return;
    const bounds = `[Member must have length less than or equal to ${max}, Member must have length greater than or equal to ${min}]`;
    problems.push(problem(undefined, path, `Map value must satisfy constraint: ${bounds}`));
  };
}

/** A map whose values are of a shape. */
export function mapOf(member: Shape): Shape {
  return (value, path, problems) => {
    if (!isObject(value)) throw wrongType(value, path, 'a map');
    for (const [key, item] of Object.entries(value)) member(item, `${path}.${key}.member`, problems);
  };
}

/** Members that have to be there are those whose names end in an exclamation mark. */
export function structure(members: Readonly<Record<string, Shape>>): Shape {
  return (value, path, problems) => {
    if (!isObject(value)) throw wrongType(value, path, 'a structure');
    for (const [marked, shape] of Object.entries(members)) {
      const name = marked.replace('!', '');
      const at = path ? `${path}.${name}` : name;
      if (value[name] !== undefined && value[name] !== null) shape(value[name], at, problems);
      else if (name !== marked) problems.push(problem('null', at, 'Member must not be null'));
    }
  };
}

/**
 * Refuses a value in the words of AWS, with all that is wrong at once.
 *
 * @throws ServiceError with ValidationException
 */
export function expectShape(shape: Shape, value: unknown): void {
  const problems: string[] = [];
  shape(value, '', problems);
  if (problems.length === 0) return;
  const count = `${problems.length} validation error${problems.length > 1 ? 's' : ''} detected`;
  throw new ServiceError('ValidationException', `${count}: ${problems.join('; ')}`);
}

function problem(value: string | undefined, path: string, constraint: string): string {
  return `Value ${value === undefined ? '' : `${value} `}at '${path}' failed to satisfy constraint: ${constraint}`;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function wrongType(value: unknown, path: string, expected: string): ServiceError {
  return new ServiceError(
    'SerializationException',
    `${JSON.stringify(value)} at '${path}' can not be converted to ${expected}`,
  );
}
