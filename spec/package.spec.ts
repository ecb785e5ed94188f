import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { expect } from 'chai';
import { codeBlocks, type CodeBlock } from './support/code-blocks.js';
import { freshDatabase, type FreshDatabase } from './support/postgres.js';

const README = readFileSync('README.md', 'utf8');
const blocks = codeBlocks(README);
const PACKED =
  /^(dist|lib|decorators|integrations)\/.*\.(ts|js|map)$|^dist\/integrations\/admin\/assets\/(admin\.css|licences\.txt)$|^(package\.json|LICENSE|README\.md|CHANGELOG\.md)$/;

describe('the package', function () {
  this.timeout(180_000);
  let project: string;
  let database: FreshDatabase;

  before(async () => {
    project = mkdtempSync(join(tmpdir(), 'general-manager-project-'));
    database = await freshDatabase('package');
  });
  after(async () => {
    rmSync(project, { recursive: true, force: true });
    await database.drop();
  });

  it('is shown in the README as the quickstart has it', () => {
    const files = blocks.filter(({ file }) => file?.startsWith('samples/'));
    expect(files.map(({ file }) => file)).to.have.members(['book', 'author', 'main'].map((name) => `samples/quickstart/${name}.ts`));
    for (const { file = '', code } of files) expect(readFileSync(file, 'utf8'), file).to.equal(code);
    expect(files.map(({ code }) => code.trimEnd().split('\n').length).reduce((sum, each) => sum + each)).to.be.below(60);
  });

  it('is packed with what it needs, and no more', async () => {
    await run('npm', ['run', 'build'], resolve('.'));
    const [packed] = JSON.parse(await run('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', project], resolve('.'))) as [
      { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string }[] },
    ];
    // The files of the admin page, which browsers load, are a tenth of it.
    expect(packed.size).to.be.below(3_000_000);
    const paths = packed.files.map(({ path }) => path);
    expect(paths).to.include.members(['package.json', 'LICENSE', 'lib/index.ts', 'integrations/index.ts', 'decorators/index.ts']);
    expect(paths.filter((path) => !PACKED.test(path))).to.deep.equal([]);
    expect(paths.filter((path) => /node-linux|\.spec\.|^dist\/(spec|samples|bench)/.test(path))).to.deep.equal([]);
    const page = paths.filter((path) => path.includes('/admin/assets/'));
    expect(page).to.have.members(['admin.js', 'admin.css', 'licences.txt'].map((name) => `dist/integrations/admin/assets/${name}`));
    const folders = new Set(packed.files.map(({ path }) => path.split('/')[0]));
    expect([...folders]).to.have.members([
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
      'decorators',
      'dist',
      'integrations',
      'lib',
      'package.json',
    ]);
  });

  it('runs the quickstart in an empty project, by the commands of the README', async () => {
    const tarball = (await run('sh', ['-c', 'ls general-manager-*.tgz'], project)).trim();
    await run('npm', ['init', '--yes'], project);
    await run('npm', ['pkg', 'set', 'type=module'], project);
    for (const { file, code } of blocks.filter(isFile)) writeFileSync(join(project, file.replace(/^.*\//, '')), code);
    const [install = '', compileAndRun = ''] = blocks.filter(({ code }) => /^npm install|^npx tsc/.test(code)).map(({ code }) => code);
    for (const line of install.trim().split('\n')) {
      await run('sh', ['-c', `${line.replace('general-manager ', `./${tarball} `)} --no-audit --no-fund --prefer-offline`], project);
    }
    const [compile = '', start = ''] = compileAndRun.trim().split(' && ');
    await run('sh', ['-c', compile], project);
    const command = start.replace(/DATABASE_URL=\S+/, `DATABASE_URL=${database.url}`);
    const server = spawn('sh', ['-c', `exec env PORT=0 ${command}`], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
    try {
      expect(await ask(await ready(server))).to.deep.equal({
        data: { authors: { nodes: [{ name: 'Ursula K. Le Guin', books: { totalCount: 2, nodes: [{ title: 'The Dispossessed' }] } }] } },
      });
    } finally {
      server.kill('SIGTERM');
    }
    const [code] = (await once(server, 'exit')) as [number];
    expect(code).to.equal(0);
  });

  it('tests an application of that project, and catches each planted fault', async () => {
    const kit = readFileSync('spec/package/kit.test.ts', 'utf8').replaceAll('../../samples/quickstart/', './');
    writeFileSync(join(project, 'kit.test.ts'), kit);
    await run('npx', ['tsc'], project);
    const told = await run('node', ['--test', '--test-reporter=tap', 'dist/kit.test.js'], project);
    const tests = [...kit.matchAll(/^void test\('(.*)',/gm)].map(([, title]) => title);
    expect(tests.length).to.be.above(8);
    for (const title of tests) expect(told).to.match(new RegExp(`^ok \\d+ - ${title}$`, 'm'));
  });

  const isFile = (block: CodeBlock): block is CodeBlock & { readonly file: string } => block.file !== undefined;

  async function ask(url: string): Promise<unknown> {
    const query = blocks.find(({ language }) => language === 'graphql')?.code;
    const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ query }) });
    return response.json();
  }
});

async function ready(server: ChildProcess): Promise<string> {
  if (!server.stdout) throw new Error('no output');
  for await (const line of createInterface(server.stdout)) {
    const [, url] = /^ready at (\S+)$/.exec(line) ?? [];
    if (url !== undefined) return url;
  }
  throw new Error('The server ended before it was ready.');
}

async function run(command: string, args: readonly string[], cwd: string): Promise<string> {
  const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, npm_config_workspaces: '' } });
  let output = '';
  let errors = '';
  child.stdout.setEncoding('utf8').on('data', (part: string) => (output += part));
  child.stderr.setEncoding('utf8').on('data', (part: string) => (errors += part));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${String(code)}:\n${output}\n${errors}`);
  return output;
}
