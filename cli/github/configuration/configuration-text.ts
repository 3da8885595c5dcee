import * as ts from 'typescript';

export const CONFIGURATION = 'distribution.config.ts';

/**
 * An entry of `images` as it is written.
 *
 * The file is read as text: without its ids it cannot be loaded yet.
 */
export class ImageEntry {
  /** Those of a configuration's text. */
  static all(text: string): ImageEntry[] {
    const file = ts.createSourceFile(CONFIGURATION, text, ts.ScriptTarget.Latest, true);
    const entries: ImageEntry[] = [];
    const visit = (node: ts.Node): void => {
      if (
        ts.isPropertyAssignment(node) &&
        node.name.getText() === 'images' &&
        ts.isArrayLiteralExpression(node.initializer)
      ) {
        const objects = node.initializer.elements.filter(ts.isObjectLiteralExpression);
        entries.push(...objects.map((object) => new ImageEntry(object)));
      }
      ts.forEachChild(node, visit);
    };
    visit(file);
    return entries;
  }

  private constructor(private readonly object: ts.ObjectLiteralExpression) {}

  /** Whether ids mean nothing to it: GitHub may not have its repository any more, or it says to do without. */
  get isWithoutIds(): boolean {
    if (this.valueOf('retired')?.kind === ts.SyntaxKind.TrueKeyword) return true;
    return this.textOf('subject') === 'classic' && !this.valueOf('ownerId');
  }

  get hasIds(): boolean {
    return this.valueOf('ownerId') !== undefined && this.valueOf('repositoryId') !== undefined;
  }

  /** `owner/name`. @throws Error when it is not written out */
  get repository(): string {
    const repository = this.textOf('repository');
    if (repository) return repository;
    throw new Error(
      `an entry of images in ${CONFIGURATION} has no repository, expected 'owner/name' written out: ${this.object.getText()}`,
    );
  }

  get hasRepository(): boolean {
    return this.textOf('repository') !== undefined;
  }

  /** The expression that is a property's value. */
  valueOf(name: string): ts.Expression | undefined {
    const found = this.object.properties.find((one) => one.name?.getText().replace(/['"]/g, '') === name);
    return found && ts.isPropertyAssignment(found) ? found.initializer : undefined;
  }

  private textOf(name: string): string | undefined {
    const value = this.valueOf(name);
    return value && ts.isStringLiteralLike(value) ? value.text : undefined;
  }
}
