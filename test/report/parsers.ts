import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { parse as parseCsvText } from 'csv-parse/sync';
import MarkdownIt from 'markdown-it';
import { type DefaultTreeAdapterMap, type ParserError, parse as parseHtmlText } from 'parse5';
import { validateXML } from 'xmllint-wasm';

const fixture = (name: string) => readFileSync(join(__dirname, 'schemas', name), 'utf8');

function validator(name: string): ValidateFunction {
  const { $schema: _draft, id: _id, ...schema } = JSON.parse(fixture(name)) as { [key: string]: unknown };
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats(ajv);
  return ajv.compile(schema);
}

const sarif = validator('sarif-2.1.0.schema.json');
const gitlab = validator('gitlab-code-quality.schema.json');

const errorsOf = (check: ValidateFunction, value: unknown) => (check(value) ? [] : (check.errors ?? []));

/** What the schema of OASIS has against a text. */
export const sarifErrors = (text: string) => errorsOf(sarif, JSON.parse(text));

/** What the schema in GitLab's own code has against a text. */
export const gitlabErrors = (text: string) =>
  (JSON.parse(text) as readonly unknown[]).flatMap((issue) => errorsOf(gitlab, issue));

/** What the schema of Jenkins has against a text. */
export async function junitErrors(text: string): Promise<readonly string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: 'report.xml', contents: text }],
    schema: [{ fileName: 'junit-10.xsd', contents: fixture('junit-10.xsd') }],
  });
  return errors.map(({ message }) => message);
}

export const csvRows = (text: string) => parseCsvText(text) as readonly (readonly string[])[];

type Node = DefaultTreeAdapterMap['node'];

/** One element of a page: its name, its attributes, and the text in it. */
export interface Element {
  readonly name: string;
  readonly attributes: { readonly [name: string]: string };
  readonly text: string;
}

/** The elements of a page in their order, and what a browser would have to guess at. */
export function htmlElements(text: string): {
  readonly elements: readonly Element[];
  readonly errors: readonly string[];
} {
  const errors: string[] = [];
  const elements: Element[] = [];
  const textOf = (node: Node): string =>
    'value' in node ? node.value : 'childNodes' in node ? node.childNodes.map(textOf).join('') : '';
  const visit = (node: Node) => {
    if ('tagName' in node) {
      const attributes = Object.fromEntries(node.attrs.map(({ name, value }) => [name, value]));
      elements.push({ name: node.tagName, attributes, text: textOf(node) });
    }
    if ('childNodes' in node) node.childNodes.forEach(visit);
  };
  visit(parseHtmlText(text, { onParseError: ({ code }: ParserError) => errors.push(code) }));
  return { elements, errors };
}

const markdown = new MarkdownIt({ html: true, linkify: true });

/** What a site makes of Markdown that lets HTML through, as GitHub lets some. */
export const markdownElements = (text: string) => htmlElements(markdown.render(text)).elements;
