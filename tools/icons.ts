/** `npm run icons`: draws the extension's icons from `assets/icons/vigie.svg` with an installed Chromium. */
import { readFile, writeFile } from 'node:fs/promises';
import process from 'node:process';
import puppeteer from 'puppeteer-core';

const SIZES = [16, 32, 48, 96, 128];
const root = new URL('..', import.meta.url);
const svg = await readFile(new URL('assets/icons/vigie.svg', root), 'utf8');
const browser = await puppeteer.launch({
  executablePath: process.env.VIGIE_BROWSER ?? '/usr/bin/chromium',
  args: process.getuid?.() === 0 ? ['--no-sandbox'] : [],
});
try {
  const page = await browser.newPage();
  for (const size of SIZES) {
    await page.setViewport({ width: size, height: size });
    await page.setContent(
      `<style>html,body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
    );
    const png = await page.screenshot({ omitBackground: true });
    await writeFile(new URL(`assets/public/icon/${size}.png`, root), png);
  }
} finally {
  await browser.close();
}
