import { execFile } from 'node:child_process';
import { globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { boot } from './resources/support/boot.js';

const FOLDER = 'spec/integrations/http/.examples';
const PRELUDE = 'spec/integrations/http/support/examples.ts';

/** An example of a doc comment, as a module. */
interface Example {
  readonly place: string;
  readonly path: string;
  readonly code: string;
  /** Whether it declares a resource. */
  readonly isDeclaration: boolean;
}

/** What a declaration in an example is of. */
const DECLARED = 'export class Example { id!: string; name!: string; owner!: string; state!: string; }';

function examplesOf(file: string): readonly Example[] {
  const source = readFileSync(file, 'utf8');
  return [...source.matchAll(/\/\*\*[^]*?\*\//g)].flatMap(({ 0: comment, index }): readonly Example[] => {
    const [, text] = /@example\n([^]*?)\n \*(?:\/| @)/.exec(comment) ?? [];
    if (text === undefined) return [];
    const line = source.slice(0, index).split('\n').length;
    const path = join(FOLDER, `${file.replace(/^integrations\/http\/(.*)\.ts$/, '$1').replaceAll('/', '-')}-${line}.ts`);
    const code = text.replaceAll(/^ \* ?/gm, '');
    const isDeclaration = code.startsWith('@Interface');
    const declared = `@Manager()\n@Permission<Example>({ read: everyone() })\n${code.replaceAll('Project', 'Example')}\n${DECLARED}`;
    return [{ place: `${file}:${line}`, path, code: isDeclaration ? declared : code, isDeclaration }];
  });
}

const examples = globSync('integrations/http/**/*.ts').toSorted().flatMap(examplesOf);

describe('examples in doc comments of HTTP resources', function () {
  this.timeout(120_000);
  before(async () => {
    mkdirSync(FOLDER, { recursive: true });
    const names = Object.keys(await import('./support/examples.js'));
    const from = relative(FOLDER, PRELUDE).replace(/\.ts$/, '.js');
    for (const { path, code } of examples) {
      const used = names.filter((name) => new RegExp(`\\b${name}\\b`).test(code) && !new RegExp(`(?:const|class) ${name}\\b`).test(code));
      writeFileSync(path, `import { ${used.join(', ')} } from '${from}';\n${code}\nexport {};\n`);
    }
    const options = { extends: resolve('tsconfig.json'), compilerOptions: { noUnusedLocals: false }, include: ['*.ts'] };
    writeFileSync(join(FOLDER, 'tsconfig.json'), JSON.stringify(options));
  });
  after(() => rmSync(FOLDER, { recursive: true, force: true }));

  it('type-check', async () => {
    expect(examples.length).to.be.greaterThan(20);
    const compiled = promisify(execFile)(process.execPath, [
      'node_modules/typescript-7/lib/tsc.js',
      '-p',
      join(FOLDER, 'tsconfig.json'),
      '--noEmit',
    ]);
    const output = await compiled.then(
      ({ stdout }) => stdout,
      (error: unknown) => (error as { readonly stdout: string }).stdout,
    );
    expect(output).to.equal('');
  });

  for (const { place, path, isDeclaration } of examples) {
    if (!isDeclaration) continue;
    it(`boot: ${place}`, async () => {
      const { Example: target } = (await import(pathToFileURL(path).href)) as { readonly Example: object };
      expect(boot(target).problems).to.deep.equal([]);
    });
  }
});
