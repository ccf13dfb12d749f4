import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { editions, threatText } from '../../../policies/src/threats/report/formats';
import { startBrowser } from '../../report/browser';
import { describeWithBrowser } from '../../report/with-browser';
import { plantReport } from './plant';

/** Where pictures of the pages are kept, for whoever wants to see them. */
const artefacts = process.env.IIOT_GUARD_ARTEFACTS;
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const hostile = `"'><script>alert(1)</script><img src=https://example.com/x onerror=alert(2)>`;
/** The most pages that the edition for everybody takes on A4. */
const mostPages = 40;

// Run inside the page, so they are text here.
const sizeAndPaint = `({
  wide: document.documentElement.scrollWidth - innerWidth,
  paint: performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0,
})`;
const usable = `[...document.querySelectorAll('a[href],summary,input,select,[tabindex]')].filter((part) => part.checkVisibility()).length`;
const focused = `document.activeElement === document.body ? 'none' : String([...document.querySelectorAll('*')].indexOf(document.activeElement))`;
const overlapping = `(() => {
  const svg = [...document.querySelectorAll('svg.diagram')].find((one) => one.checkVisibility());
  const texts = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent, box: text.getBoundingClientRect() }));
  const over = (a, b) => a.left < b.right - 1 && b.left < a.right - 1 && a.top < b.bottom - 3 && b.top < a.bottom - 3;
  return texts.flatMap((a, at) =>
    texts.slice(at + 1).filter((b) => over(a.box, b.box)).map((b) => a.text + ' on ' + b.text));
})()`;

const screens = [
  ['desktop', { width: 1280, height: 900 }, 'light'],
  ['desktop at night', { width: 1280, height: 900 }, 'dark'],
  ['phone', { width: 375, height: 740 }, 'light'],
  ['phone at night', { width: 375, height: 740 }, 'dark'],
] as const;

describeWithBrowser('the page in a browser', (executable) => {
  let browser: Browser;
  const files = new Map<string, string>();

  beforeAll(async () => {
    browser = await startBrowser(executable);
    const folder = mkdtempSync(join(tmpdir(), 'threats-'));
    for (const edition of editions) {
      const file = join(folder, `${edition}.html`);
      writeFileSync(file, await threatText(plantReport({ copies: 2, hostile }), 'html', { edition }));
      files.set(edition, pathToFileURL(file).href);
    }
  });
  afterAll(() => browser?.close());

  const open = async (
    edition: string,
    options: Parameters<Browser['newPage']>[0],
    watch: string[] = [],
  ): Promise<Page> => {
    const page = await browser.newPage(options);
    page.on('console', (message) => message.type() === 'error' && watch.push(message.text()));
    page.on('pageerror', (error) => watch.push(error.message));
    page.on('dialog', (dialog) => {
      watch.push(`dialog ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => request.url().startsWith('file:') || watch.push(request.url()));
    await page.goto(files.get(edition) ?? '');
    return page;
  };

  describe.each(editions)('edition %s', (edition) => {
    test.each(screens)(
      '%s: no error, no request, accessible, nothing out of the screen',
      async (name, viewport, colorScheme) => {
        const seen: string[] = [];
        const page = await open(edition, { viewport, colorScheme, reducedMotion: 'reduce' }, seen);
        expect(seen).toEqual([]);
        const { wide, paint } = await page.evaluate<{ wide: number; paint: number }>(sizeAndPaint);
        expect(wide).toBeLessThanOrEqual(0);
        expect(paint).toBeLessThan(1000);
        await page.evaluate(axe);
        const faults = await page.evaluate(
          `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'best-practice'] }).then(({ violations }) => violations.map(({ id, nodes }) => id + ': ' + nodes.slice(0, 3).map(({ html }) => html.slice(0, 160)).join(' | ')))`,
        );
        expect(faults).toEqual([]);
        if (artefacts) {
          mkdirSync(artefacts, { recursive: true });
          await page.screenshot({
            path: join(artefacts, `threats-${edition}-${name.replaceAll(' ', '-')}.png`),
            fullPage: true,
          });
        }
        await page.close();
      },
    );

    test('the keyboard reaches everything that can be used', async () => {
      const page = await open(edition, { viewport: { width: 1280, height: 900 } });
      const count = await page.evaluate<number>(usable);
      const reached = new Set<string>();
      for (let step = 0; step < count + 5; step++) {
        await page.keyboard.press('Tab');
        reached.add(await page.evaluate<string>(focused));
      }
      reached.delete('none');
      expect(reached.size).toBeGreaterThanOrEqual(count);
      await page.close();
    });
  });

  test('filters leave what fits, and a link to a hidden threat shows it', async () => {
    const page = await open('organisation', { viewport: { width: 1280, height: 900 } });
    const shown = () => page.locator('.threat:visible').count();
    expect(await shown()).toBe(40);
    await page.selectOption('select[name=status]', 'violated');
    const violated = await shown();
    expect(violated).toBeGreaterThan(0);
    expect(violated).toBeLessThan(40);
    expect(await page.locator('.filters output').textContent()).toBe(`${violated} of 40 threats`);
    await page.fill('input[name=text]', 'no such words');
    expect(await shown()).toBe(0);
    await page.evaluate("location.hash = '#T-D01'");
    await page.locator('#T-D01').waitFor({ state: 'visible' });
    await page.close();
  });

  test('labels of the picture do not lie on each other, as the browser draws them', async () => {
    for (const width of [1280, 375]) {
      const page = await open('restricted', { viewport: { width, height: 900 } });
      const over = await page.evaluate<string[]>(overlapping);
      expect(over).toEqual([]);
      await page.close();
    }
  });

  test(`prints on at most ${mostPages} pages`, async () => {
    const page = await open('organisation', {});
    const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
    if (artefacts) writeFileSync(join(artefacts, 'threats-organisation.pdf'), pdf);
    const pages = pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    expect(pages).toBeGreaterThan(0);
    expect(pages).toBeLessThanOrEqual(mostPages);
    await page.close();
  });
});
