import { allowsOf, hasWildcard, texts } from './policy-statements';
import type { TemplateResource } from './template-resource';

/** Actions that an Allow names by a wildcard, or by what they are not. */
export function wildcardActions(resource: TemplateResource): string[] {
  return allowsOf(resource).flatMap(({ Action, NotAction }) => [
    ...texts(Action)
      .filter(hasWildcard)
      .map((action) => `Action::${action}`),
    ...texts(NotAction).map((action) => `NotAction::${action}`),
  ]);
}
