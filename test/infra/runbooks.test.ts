import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readSettings } from '../../infra/config';
import type { PlatformOutputs } from '../../infra/platform';
import { SecureIotPlatform } from '../../infra/secure-platform';
import { type Run, run } from './register';
import { stackConfig } from './stacks';

const folder = join(__dirname, '..', '..', 'docs', 'runbooks');
const pages = readdirSync(folder)
  .filter((file) => file.endsWith('.md'))
  .map((file) => [file, readFileSync(join(folder, file), 'utf8')] as const);
const page = (name: string) => pages.find(([file]) => file === name)?.[1] ?? '';

/** Commands of a page as they would be typed: one line each, without comments. */
const commandsIn = (text: string): readonly string[] =>
  [...text.matchAll(/^ *```sh\n([\s\S]*?)^ *```$/gm)].flatMap(([, block = '']) =>
    block.replaceAll(/\s*\\\n\s*/g, ' ').split('\n'),
  );

/** `az iot dps list` of `az iot dps list --resource-group "$GROUP"`. */
const azIn = (text: string): readonly string[] =>
  [...text.matchAll(/(?<![\w`-])az ([a-z0-9-]+(?: (?!-)[a-z0-9-]+)*)(?= -|$|")/gm)].map(
    ([, path = '']) => `az ${path}`,
  );

/** Commands that a page only mentions; the first page mentions whole groups of them. */
const mentionedIn = (file: string, text: string): readonly string[] =>
  file === 'README.md' ? [] : [...text.matchAll(/`(az [^`$]+)`/g)].flatMap(([, code = '']) => azIn(code));

const used = new Set(
  pages.flatMap(([file, text]) => [...commandsIn(text).flatMap(azIn), ...mentionedIn(file, text)]),
);

describe('runbooks', () => {
  it('use commands that are in the table with their documentation, and the table has no others', () => {
    const rows = page('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| `az '));
    const listed = rows.flatMap((row) =>
      [...row.matchAll(/`(az [^`]+)`/g)].map(([, command = '']) => command),
    );
    expect([...used].sort()).toEqual([...new Set(listed)].sort());
    expect(listed).toHaveLength(new Set(listed).size);
    for (const row of rows) expect(row).toMatch(/\| learn\.microsoft\.com\/cli\/azure\/[\w/-]+ \|$/);
  });

  it('never use a shared key where a login would do', () => {
    for (const [file, text] of pages) {
      for (const command of commandsIn(text)) {
        const isData = /az iot (dps enrollment|hub (device-|query)|edge deployment)/.test(command);
        if (isData) expect(`${file}: ${command}`).toContain('--auth-type login');
        if (/az storage (blob|container)/.test(command))
          expect(`${file}: ${command}`).toContain('--auth-mode login');
      }
    }
  });

  it('use no name that nothing has set', () => {
    const common = namesSetIn(page('README.md'));
    for (const [file, text] of pages) {
      const set = new Set([...common, ...namesSetIn(text)]);
      const asked = commandsIn(text).flatMap((command) =>
        [...command.matchAll(/\$\{?([A-Z][A-Z_]*)/g)].map(([, name = '']) => name),
      );
      expect([file, asked.filter((name) => !set.has(name))]).toEqual([file, []]);
    }
  });

  it('link to pages and headings that are there', () => {
    for (const [file, text] of pages) {
      for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
        const [path = '', heading] = target.split('#');
        expect([file, target, existsSync(join(folder, path))]).toEqual([file, target, true]);
        if (heading !== undefined)
          expect([target, headingsOf(page(path || file))]).toContainEqual(expect.arrayContaining([heading]));
      }
    }
  });

  it('are all reachable from the first page', () => {
    for (const [file] of pages.filter(([name]) => name !== 'README.md'))
      expect(page('README.md')).toContain(`(${file})`);
  });
});

const namesSetIn = (text: string): readonly string[] =>
  commandsIn(text).flatMap((command) =>
    [...command.matchAll(/(?:^|[\s;])(?:for |read -r )?([A-Z][A-Z_]*)(?==| in |;)/g)].map(
      ([, name = '']) => name,
    ),
  );

/** Anchors that GitHub makes of headings. */
const headingsOf = (text: string): readonly string[] =>
  [...text.matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\w\s-]/g, '')
      .replaceAll(' ', '-'),
  );

describe('runbooks and the platform', () => {
  let prod: Run<PlatformOutputs>;
  beforeAll(async () => {
    prod = await run(
      () => new SecureIotPlatform('iiot', { environment: 'prod', ...readSettings() }).outputs,
      {
        stack: 'prod',
        config: {
          ...stackConfig('prod'),
          'iiot-guard:budget': '{"amountPerMonth":1,"emails":["a@example.com"]}',
        },
      },
    );
  });

  it('ask the stack for outputs that it has', () => {
    const asked = pages.flatMap(([, text]) =>
      [...text.matchAll(/pulumi stack output (\w+)/g)].map(([, name = '']) => name),
    );
    expect(asked.length).toBeGreaterThan(3);
    expect(Object.keys(prod.result)).toEqual(expect.arrayContaining(asked));
  });

  it('have a first thing to do for each alert, and for no other', () => {
    const raised = [
      'monitor:ActivityLogAlert',
      'monitor:MetricAlert',
      'monitor:ScheduledQueryRule',
      'eventgrid:SystemTopicEventSubscription',
      'consumption:Budget',
    ].flatMap((type) => prod.all(type).map(({ name }) => name));
    const described = [...page('alerts.md').matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name = '']) => name);
    expect(described.sort()).toEqual(raised.sort());
  });

  it('name keys that there are', () => {
    const keys = prod.all('keyvault:Key').map(({ name }) => name);
    const named = [...page('rotate-a-key.md').matchAll(/iiot-[a-z]+-key/g)].map(([name]) => name);
    expect(keys).toEqual(expect.arrayContaining([...new Set(named)]));
  });
});
