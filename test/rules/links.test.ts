import { expect, test } from 'vitest';
import { dependencies } from '../../package.json';
import { rulePage } from '../../policies/src/report/rule-page';
import type { Rule } from '../../policies/src/rule/rule';
import { catalogue } from '../../policies/src/rules/catalogue';

/** Who documents the services, and the languages that run in them. */
const hosts = [
  'learn.microsoft.com',
  'www.pulumi.com',
  'dotnet.microsoft.com',
  'devguide.python.org',
  'www.php.net',
  'github.com',
];

/** What is wrong with the form of a link; whether the page is there, no test without a network can tell. */
function flawsOf(link: string): readonly string[] {
  if (!URL.canParse(link)) return ['no address'];
  const { protocol, host, search, pathname, username, port, href } = new URL(link);
  return [
    ...(protocol === 'https:' ? [] : ['not https']),
    ...(hosts.includes(host) && username === '' && port === '' ? [] : ['unknown host']),
    ...(search === '' ? [] : ['parameters']),
    ...(/^\/[a-z]{2}(?:-[a-z]{2,4})?(?:-[a-z]{2})?\//i.test(pathname) ? ['a language'] : []),
    ...(/\/\/|\.(?:md|aspx)$|[A-Z]/.test(pathname) ? ['a path that no page has'] : []),
    // Microsoft Learn redirects from a slash at the end, Pulumi from none.
    ...(host === 'learn.microsoft.com' && pathname.endsWith('/') ? ['a slash at the end'] : []),
    ...(host === 'www.pulumi.com' && !pathname.endsWith('/') ? ['no slash at the end'] : []),
    ...(href === link ? [] : ['signs that an address writes otherwise']),
  ];
}

const withoutAddress = (source: string | undefined): boolean =>
  source === undefined || !source.startsWith('https:');

test.each([
  ['http://learn.microsoft.com/azure/iot-hub/a', 'not https'],
  ['https://learn.microsoft.com.example/azure', 'unknown host'],
  ['https://user@learn.microsoft.com/azure', 'unknown host'],
  ['https://learn.microsoft.com/en-us/azure/a', 'a language'],
  ['https://learn.microsoft.com/azure/a?wt.mc_id=b', 'parameters'],
  ['https://learn.microsoft.com/azure/a/', 'a slash at the end'],
  ['https://learn.microsoft.com/azure//a', 'a path that no page has'],
  ['https://www.pulumi.com/docs/iac', 'no slash at the end'],
  ['https://learn.microsoft.com/azure/a b', 'signs that an address writes otherwise'],
  ['azure/a', 'no address'],
])('%s has %s', (link, flaw) => {
  expect(flawsOf(link)).toEqual([flaw]);
});

test.each(catalogue.map((rule): [string, Rule] => [rule.id, rule]))('the links of %s', (_id, rule) => {
  const { links, serviceDefault } = rule;
  const { source } = serviceDefault;
  const all = [...links, ...(source === undefined || withoutAddress(source) ? [] : [source])];
  expect(all.flatMap((link) => flawsOf(link).map((flaw) => `${link}: ${flaw}`))).toEqual([]);
  expect(new Set(links).size).toBe(links.length);
});

test.each(catalogue.map((rule): [string, Rule] => [rule.id, rule]))(
  'what %s says the service does has a source, or is told to have none',
  (_id, rule) => {
    const { is, source } = rule.serviceDefault;
    expect(rulePage(rule).includes(`${is} (not confirmed in a source)`)).toBe(source === undefined);
    if (source === undefined || !withoutAddress(source)) return;
    // Typings are no page, but they are fixed by their version: that which the project is built with.
    const [version] = /\d+\.\d+/.exec(dependencies['@pulumi/azure-native']) ?? [];
    expect(source.startsWith(`azure-native ${version}`)).toBe(true);
  },
);
