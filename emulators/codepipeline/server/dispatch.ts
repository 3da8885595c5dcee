import type { Caller } from './caller';
import { ServiceError } from './service-error';

type Operation = (request: object, caller: Caller) => object | Promise<object>;

/** What answers for each service, by the version of its API; operations are methods named as the API names them. */
export type Services = Readonly<Record<string, readonly object[]>>;

/**
 * Answers one operation of one service.
 *
 * @throws ServiceError when it is not supported, or as the operation does
 */
export function dispatch(
  services: Services,
  target: string,
  request: object,
  caller: Caller,
): object | Promise<object> {
  const [service, operation = ''] = target.split('.');
  for (const provider of services[service] ?? []) {
    const method = (provider as Readonly<Record<string, unknown>>)[operation];
    // What is not an operation, a constructor for instance, begins with a small letter.
    if (/^[A-Z]/.test(operation) && typeof method === 'function') {
      return (method as Operation).call(provider, request, caller);
    }
  }
  throw new ServiceError(
    'UnknownOperationException',
    `${target} is not supported here; the README lists the operations that are`,
  );
}
