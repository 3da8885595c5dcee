import { ServiceError } from './service-error';

const MOST = 100;

/**
 * One page of a list, and the token of the next one if there is more.
 *
 * @throws ServiceError when the token is not one of ours
 */
export function paginate<T>(items: readonly T[], maxResults = MOST, nextToken = '0') {
  const from = Number(nextToken);
  if (!Number.isInteger(from) || from < 0) {
    throw new ServiceError('InvalidNextTokenException', 'The next token is not one of ours');
  }
  const to = from + Math.min(Math.max(maxResults, 1), MOST);
  return { items: items.slice(from, to), nextToken: to < items.length ? String(to) : undefined };
}
