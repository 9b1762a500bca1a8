// Web fonts for machines without Hindi or Chinese: Devanagari whole, Chinese cut down to the characters our own texts and the names of
// countries use (10 MB become some 100 kB a weight), and a tiny one for the names of the languages, which stand on every page.
// Run by the build: node subset-fonts.mjs SOURCE_FOLDER NODE_MODULES OUT_FOLDER
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const [source, modules, out] = process.argv.slice(2);
const subsetFont = createRequire(join(modules, 'x.js'))('subset-font');
const texts = (await readdir(source, { recursive: true }))
  .filter(name => /\.(zh\.resx|cs|cshtml|liquid)$/.test(name) && !/(^|[\\/])(bin|obj|wwwroot)[\\/]/.test(name));
const characters = new Set('中文万亿年月日，。、；：？！“”‘’（）《》「」—…·％');
const countries = new Intl.DisplayNames('zh', { type: 'region' });
for (const a of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
  for (const b of 'ABCDEFGHIJKLMNOPQRSTUVWXYZ')
    for (const character of countries.of(a + b))
      if (character.codePointAt(0) > 0x2e00) characters.add(character);
for (const name of texts)
  for (const character of await readFile(join(source, name), 'utf8'))
    if (character.codePointAt(0) > 0x2e00) characters.add(character);

let devanagari = '\u200c\u200d\u20b9\u25cc';
for (let code = 0x0900; code <= 0x097f; code++) devanagari += String.fromCodePoint(code);

async function write(name, family, folder, text) {
  const font = await readFile(join(modules, '@expo-google-fonts', `noto-sans-${family.toLowerCase()}`, folder, `NotoSans${family}_${folder}.ttf`));
  await writeFile(join(out, name), await subsetFont(font, text, { targetFormat: 'woff2' }));
}

await mkdir(out, { recursive: true });
for (const [folder, weight] of [['400Regular', 400], ['700Bold', 700]]) {
  await write(`noto-sans-sc-${weight}.woff2`, 'SC', folder, [...characters].sort().join(''));
  await write(`noto-sans-devanagari-${weight}.woff2`, 'Devanagari', folder, devanagari);
}

await write('names-zh.woff2', 'SC', '400Regular', '中文');
await write('names-hi.woff2', 'Devanagari', '400Regular', 'हिन्दी');
