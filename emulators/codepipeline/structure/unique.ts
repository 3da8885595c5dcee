import { ServiceError } from '../server/service-error';

/** @throws ServiceError with the code, when a name occurs more than once */
export function checkUnique(what: string, names: readonly string[], code: string): void {
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) throw new ServiceError(code, `There is more than one ${what} named '${twice}'`);
}
