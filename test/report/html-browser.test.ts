import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { htmlReport } from '../../policies/src/report/html';
import type { Report } from '../../policies/src/report/summary';
import { startBrowser } from './browser';
import { manyFindings, reportNaming, reportOf } from './sample';
import { describeWithBrowser } from './with-browser';

describeWithBrowser('the HTML report in a browser', (executable) => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await startBrowser(executable);
  });
  afterAll(() => browser?.close());

  const folder = mkdtempSync(join(tmpdir(), 'iiot-guard-html-'));
  const troubles: string[] = [];

  async function open(report: Report, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const file = join(folder, 'report.html');
    writeFileSync(file, htmlReport(report));
    const page = await browser.newPage(options);
    troubles.length = 0;
    page.on('console', (message) => troubles.push(message.text()));
    page.on('pageerror', (fault) => troubles.push(fault.message));
    page.on('dialog', (dialog) => troubles.push(dialog.message()));
    page.on('request', (request) => {
      if (!request.url().startsWith('file:')) troubles.push(request.url());
    });
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  const visible = (page: Page, selector: string) => page.locator(`${selector}:visible`).count();
  const told = (page: Page) => page.locator('output').textContent();

  test('filters by word, outcome, severity and class, and shows all again', async () => {
    const page = await open(reportOf());
    const all = await visible(page, 'li');
    await page.getByLabel('Search').fill('leaves in may');
    expect([await visible(page, 'section'), await told(page)]).toEqual([1, '1 finding shown']);
    await page.getByLabel('Search').fill('nothing of the kind');
    expect([await visible(page, 'section'), await told(page)]).toEqual([0, '0 findings shown']);
    await page.getByRole('button', { name: 'Clear' }).click();
    expect(await visible(page, 'section li')).toBe(all);
    await page.getByLabel('Outcome').selectOption('blocking');
    expect(await told(page)).toBe('2 findings shown');
    await page.getByLabel('Outcome').selectOption('unknown');
    expect(await told(page)).toBe('1 finding shown');
    await page.getByLabel('Outcome').selectOption('');
    await page.getByLabel('Severity').selectOption('medium');
    expect(await visible(page, 'section')).toBe(1);
    expect(troubles).toEqual([]);
    await page.close();
  });

  test('filters words of a rule and of a resource together', async () => {
    const page = await open(manyFindings(100));
    await page.getByLabel('Search').fill('tls hub-42');
    expect(await told(page)).toBe('1 finding shown');
    await page.getByLabel('Search').fill('hub-1');
    expect(await told(page)).toBe('11 findings shown');
    await page.close();
  });

  test('shows everything without JavaScript', async () => {
    const page = await open(reportOf(), { javaScriptEnabled: false });
    expect(await visible(page, 'form')).toBe(0);
    expect(await visible(page, 'section li')).toBe(8);
    await page.locator('summary').first().click();
    expect(await visible(page, 'details[open] p')).toBeGreaterThan(1);
    await page.close();
  });

  test('can be used with the keyboard alone', async () => {
    const page = await open(reportOf());
    const focused = () =>
      page.evaluate('document.activeElement.textContent.slice(0, 19) || document.activeElement.name');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Skip to the finding');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('text');
    await page.keyboard.type('tls');
    expect(await told(page)).not.toBe('8 findings shown');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Why, and how to fix');
    await page.keyboard.press('Enter');
    expect(await visible(page, 'details[open]')).toBe(1);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    'can be read in %s: every text has a contrast of 4.5',
    async (scheme) => {
      const page = await open(reportOf(), { colorScheme: scheme });
      const weak = await page.evaluate(`(() => {
      const light = (colour) => {
        const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((c) => c / 255).map((c) => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
      };
      const behind = (node) => {
        for (let at = node; at; at = at.parentElement) {
          const { backgroundColor } = getComputedStyle(at);
          if (!/, 0\\)$/.test(backgroundColor)) return backgroundColor;
        }
        return 'rgb(255, 255, 255)';
      };
      const weak = [];
      for (const node of document.body.querySelectorAll('h1,h2,p,a,code,strong,span,dt,dd,summary,label,li,input,output')) {
        const [a, b] = [light(getComputedStyle(node).color), light(behind(node))].sort((x, y) => y - x);
        if ((a + 0.05) / (b + 0.05) < 4.5) weak.push(node.tagName + ' ' + node.textContent.slice(0, 30));
      }
      return weak;
    })()`);
      expect(weak).toEqual([]);
      const paper = await page.evaluate('getComputedStyle(document.body).backgroundColor');
      expect(paper).toBe(scheme === 'light' ? 'rgb(255, 255, 255)' : 'rgb(13, 17, 23)');
      await page.close();
    },
  );

  test('runs nothing that a name brings', async () => {
    for (const name of [
      '<script>alert(1)</script>',
      `"><img src="https://evil.example/x.png" onerror="alert(1)">`,
      '</script><svg onload=alert(1)>',
    ]) {
      const page = await open(reportNaming(name));
      await page.waitForTimeout(50);
      expect(troubles).toEqual([]);
      expect(await page.locator('h1').textContent()).toContain(name);
      await page.close();
    }
  });

  test('fits a narrow screen', async () => {
    const page = await open(reportNaming(`long-${'x'.repeat(200)}`), {
      viewport: { width: 360, height: 640 },
    });
    const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect(over).toBeLessThanOrEqual(0);
    await page.close();
  });
});
