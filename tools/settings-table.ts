import * as path from 'node:path';
import { inspect } from 'node:util';
import * as ts from 'typescript';
import { z } from 'zod';
import { STAGE_NAMES } from '../lib/config';
import { distributionSettings } from '../lib/config/settings/distribution-settings';

const ROOT = path.resolve(__dirname, '..');
const DECLARATION = path.join(ROOT, 'lib/config/settings/distribution-settings.ts');

/** One setting, as an editor shows it to whoever writes a configuration. */
interface Setting {
  /** Where it is written, such as `images[].name`. */
  readonly path: string;

  readonly type: string;

  /** A value as code, or words. */
  readonly fallback: string;

  readonly text: string;
}

/** The table of all settings in Markdown, aligned as the formatter wants it. */
export function settingsTable(): string {
  const header = ['setting', 'type', 'default', 'what it says'];
  const rows = settings().map(({ path, type, fallback, text }) => [
    code(path),
    code(type),
    fallback,
    escaped(text),
  ]);
  const widths = header.map((_, column) => Math.max(...[header, ...rows].map((row) => row[column].length)));
  const line = (cells: readonly string[], fill = ' ') =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column], fill)).join(' | ')} |`;
  return [line(header), line(['', '', '', ''], '-'), ...rows.map((row) => line(row))].join('\n');
}

function settings(): Setting[] {
  const { config } = ts.readConfigFile(path.join(ROOT, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, ROOT);
  const program = ts.createProgram([DECLARATION], { ...options, types: [] });
  const checker = program.getTypeChecker();
  const file = checker.getSymbolAtLocation(program.getSourceFile(DECLARATION) as ts.Node) as ts.Symbol;
  const input = checker.getExportsOfModule(file).find(({ name }) => name === 'DistributionInput');
  if (!input)
    throw new Error(`${DECLARATION} exports no DistributionInput, expected the type of what is written`);
  return settingsIn(checker, checker.getDeclaredTypeOfSymbol(input), distributionSettings, '');
}

/** The settings of a section, and of the sections in it that have no default of their own. */
function settingsIn(
  checker: ts.TypeChecker,
  section: ts.Type,
  schema: z.ZodObject,
  before: string,
): Setting[] {
  return Object.keys(schema.shape).flatMap((key): Setting[] => {
    const property = checker.getPropertyOfType(section, key);
    if (!property)
      throw new Error(`${before}${key} is in the schema and not in its type, expected it in both`);
    if (STAGE_NAMES.slice(1).some((name) => name === property.name)) return [];
    const name = property.name === STAGE_NAMES[0] ? '<Stage>' : property.name;
    const own = checker.getNonNullableType(checker.getTypeOfSymbol(property));
    const element = checker.isArrayType(own)
      ? checker.getTypeArguments(own as ts.TypeReference)[0]
      : undefined;
    const inner = element && isSection(element) ? element : own;
    const inside = `${before}${name}${inner === element ? '[]' : ''}`;
    const value = schema.shape[property.name] as z.ZodType;
    const tag = property.getJsDocTags(checker).find((one) => one.name === 'default');
    if (isSection(inner) && !tag) {
      return settingsIn(checker, inner, sectionOf(value), `${inside}.`);
    }
    const said = tag && ts.displayPartsToString(tag.text);
    expectDefault(inside, said, value);
    const text = ts.displayPartsToString(property.getDocumentationComment(checker));
    if (!text) throw new Error(`${inside} has no docstring where it is declared, expected what it says`);
    const isRequired = !(property.flags & ts.SymbolFlags.Optional);
    return [
      {
        path: inside,
        type: isSection(own)
          ? 'object'
          : checker.typeToString(own).replaceAll('"', "'").replace('readonly ', ''),
        fallback: said?.startsWith('- ') ? said.slice(2) : said ? code(said) : isRequired ? 'required' : '',
        text,
      },
    ];
  });
}

function isSection(type: ts.Type): boolean {
  return Boolean(type.flags & ts.TypeFlags.Object) && !type.symbol?.name.endsWith('Array');
}

/** The schema of a section, which may be left out or be that of each entry of a list. */
function sectionOf(schema: z.ZodType): z.ZodObject {
  if (schema instanceof z.ZodObject) return schema;
  if (schema instanceof z.ZodArray) return sectionOf(schema.element as z.ZodType);
  return sectionOf((schema as z.ZodOptional).unwrap() as z.ZodType);
}

/** A docstring cannot name a value of the code, so both have it: they have to agree. */
function expectDefault(setting: string, said: string | undefined, schema: z.ZodType): void {
  const is = schema instanceof z.ZodDefault ? inspect(schema.def.defaultValue) : undefined;
  const written = said?.startsWith('- ') ? undefined : said;
  if (is !== written) {
    throw new Error(
      `the docstring of ${setting} has the default ${written}, expected ${is} as in its schema`,
    );
  }
}

function code(text: string): string {
  return `\`${escaped(text)}\``;
}

/** Text for a cell: on one line, and without what would end the cell. */
function escaped(text: string): string {
  return text.replace(/\s*\n\s*/g, ' ').replaceAll('|', '\\|');
}
