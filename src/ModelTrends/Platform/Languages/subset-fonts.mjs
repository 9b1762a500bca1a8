// Cuts the Chinese web font down to the characters our own texts use: 10 MB become some 80 kB a weight.
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

await mkdir(out, { recursive: true });
for (const [folder, weight] of [['400Regular', 400], ['700Bold', 700]]) {
  const font = await readFile(join(modules, '@expo-google-fonts', 'noto-sans-sc', folder, `NotoSansSC_${folder}.ttf`));
  const subset = await subsetFont(font, [...characters].sort().join(''), { targetFormat: 'woff2' });
  await writeFile(join(out, `noto-sans-sc-${weight}.woff2`), subset);
}
