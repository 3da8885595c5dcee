import { ActionFailure } from './action-failure';

/** Values of variables by their namespaces. */
export type Variables = ReadonlyMap<string, Readonly<Record<string, string>>>;

const REFERENCE = /#\{([A-Za-z0-9@_-]+)\.([A-Za-z0-9@_-]+)\}/g;
const MAX_LENGTH = 1000;

/**
 * An action's configuration with its variables resolved.
 *
 * (AWS CodePipeline User Guide, "Variables reference": a value with variables in it is at most 1,000
 * characters long once they are resolved.)
 *
 * @throws ActionFailure that names a variable that has no value, or a value that is too long
 */
export function resolveConfiguration(
  configuration: Readonly<Record<string, string>>,
  variables: Variables,
): Record<string, string> {
  const resolved = Object.entries(configuration).map(([name, value]) => {
    const text = value.replace(REFERENCE, (reference: string, namespace: string, variable: string) => {
      const found = variables.get(namespace)?.[variable];
      if (found === undefined) {
        throw new ActionFailure(
          'ConfigurationError',
          `${name} refers to the variable ${reference}, which no action before it has set`,
        );
      }
      return found;
    });
    if (text !== value && text.length > MAX_LENGTH) {
      throw new ActionFailure(
        'ConfigurationError',
        `${name} has ${text.length} characters once its variables are resolved, at most ${MAX_LENGTH} are allowed`,
      );
    }
    return [name, text];
  });
  return Object.fromEntries(resolved) as Record<string, string>;
}
