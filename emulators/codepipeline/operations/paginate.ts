import { ServiceError } from '../server/service-error';

const MAX_RESULTS = 100;

export interface Page {
  readonly maxResults?: number;
  readonly nextToken?: string;
}

/**
 * One page of a list, and the token of the next one if there is more.
 *
 * The token names the list and the last item that was given, so that nothing is left out or given twice when
 * the list has grown at its head meanwhile.
 *
 * @throws ServiceError when the token is not one of this list
 */
export function paginate<T>(
  list: string,
  items: readonly T[],
  idOf: (item: T) => string,
  { maxResults = MAX_RESULTS, nextToken }: Page,
) {
  const tokenOf = (item: T) => Buffer.from(JSON.stringify([list, idOf(item)])).toString('base64url');
  const last = nextToken === undefined ? -1 : items.findIndex((item) => tokenOf(item) === nextToken);
  if (last < 0 && nextToken !== undefined) {
    throw new ServiceError(
      'InvalidNextTokenException',
      'The next token is not one that this list has given; leave it out to start from the beginning',
    );
  }
  const to = last + 1 + maxResults;
  const page = items.slice(last + 1, to);
  return { items: page, nextToken: to < items.length ? tokenOf(page[page.length - 1]) : undefined };
}
