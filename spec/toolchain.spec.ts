import { readFileSync } from 'node:fs';
import { expect } from 'chai';

interface Manifest {
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly bin: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta: Readonly<Record<string, { readonly optional: boolean }>>;
  readonly scripts: Readonly<Record<string, string>>;
}

interface Locked {
  readonly version?: string;
  readonly resolved?: string;
  readonly link?: boolean;
}

describe('toolchain', () => {
  const manifest = read('package.json') as Manifest;
  const { packages } = read('package-lock.json') as { readonly packages: Readonly<Record<string, Locked>> };

  it('runs on a Node that the package supports', () => {
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    expect(major > 22 || (major === 22 && minor >= 17), `Node ${process.version}; run npm ci without --omit=optional`).to.equal(true);
  });

  it('has one graphql, so that schemas of all libraries fit together', () => {
    expect(versionsOf(/(^|\/)node_modules\/graphql$/)).to.deep.equal(['16.15.0']);
  });

  it('has one version of all MikroORM packages', () => {
    expect(versionsOf(/(^|\/)node_modules\/@mikro-orm\/[^/]+$/)).to.deep.equal([manifest.devDependencies['@mikro-orm/core']]);
  });

  it('names no registry in the lockfile', () => {
    expect(Object.values(packages).filter(({ resolved, link }) => resolved !== undefined && link !== true)).to.deep.equal([]);
  });

  it('pins what it is developed with, and develops with what it asks users for', () => {
    const { devDependencies, peerDependencies } = manifest;
    const loose = Object.entries(devDependencies).filter(([, version]) => !/^(npm:[^@]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/.test(version));
    expect(loose).to.deep.equal([]);
    const untried = Object.entries(peerDependencies).filter(([name, range]) => devDependencies[name] !== range.replace(/^\^/, ''));
    expect(untried).to.deep.equal([]);
  });

  // npm would install missing peers in their newest versions, which need not fit together; applications have theirs already.
  it('brings no dependency along', () => {
    const { dependencies, peerDependencies, peerDependenciesMeta } = manifest;
    expect(dependencies).to.equal(undefined);
    expect(peerDependenciesMeta).to.deep.equal(Object.fromEntries(Object.keys(peerDependencies).map((name) => [name, { optional: true }])));
  });

  it('needs no network and no build when it is installed', () => {
    const lifecycle = ['preinstall', 'install', 'postinstall', 'prepare', 'preprepare', 'postprepare', 'dependencies'];
    expect(Object.keys(manifest.scripts).filter((name) => lifecycle.includes(name))).to.deep.equal([]);
  });

  it('publishes each entry as a source and as what is built from it', () => {
    for (const [subpath, targets] of Object.entries(manifest.exports)) {
      if (typeof targets === 'string') continue;
      const { source = '' } = targets;
      const built = source.replace('./', './dist/').replace(/\.ts$/, '');
      expect(Object.entries(targets), subpath).to.deep.equal([
        ['types', `${built}.d.ts`],
        ['source', source],
        ['default', `${built}.js`],
      ]);
      expect(() => read(source, String), subpath).not.to.throw();
    }
  });

  function versionsOf(path: RegExp): (string | undefined)[] {
    return [...new Set(Object.entries(packages).flatMap(([name, { version }]) => (path.test(name) ? [version] : [])))];
  }
});

function read(path: string, parse: (text: string) => unknown = JSON.parse): unknown {
  return parse(readFileSync(path, 'utf8'));
}
