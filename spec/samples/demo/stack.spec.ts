import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import { parse } from 'yaml';
import { run, withInstalled } from '../../monitoring/support/installed.js';

const STACK = 'samples/demo/stack';

interface Service {
  readonly image: string;
  readonly user: string;
  readonly read_only: boolean;
  readonly cap_drop: readonly string[];
  readonly security_opt: readonly string[];
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly depends_on?: Readonly<Record<string, unknown>>;
  readonly healthcheck?: { readonly test?: readonly string[]; readonly disable?: boolean };
}

const { services, volumes } = parse(readFileSync('compose.yaml', 'utf8'), { merge: true }) as {
  readonly services: Readonly<Record<string, Service>>;
  readonly volumes: Readonly<Record<string, unknown>>;
};
const yaml = (path: string): unknown => parse(readFileSync(join(STACK, path), 'utf8'));

describe('demo: the stack', () => {
  for (const [name, service] of Object.entries(services)) {
    describe(name, () => {
      it('has an image of one version', () => {
        expect(service.image).to.match(/^[\w./-]+:v?\d+\.\d+(\.\d+)?(-\w+)*$/);
      });

      it('may do nothing that it does not need', () => {
        expect([service.read_only, service.cap_drop, service.security_opt]).to.deep.equal([true, ['ALL'], ['no-new-privileges:true']]);
        // Who makes secrets writes into volumes that are root's, and sees no network.
        if (name !== 'secrets') expect(service.user).to.match(/^(?!root$|0(:|$))./);
      });

      it('is seen on this machine alone, if at all', () => {
        for (const port of service.ports ?? []) expect(port).to.match(/^127\.0\.0\.1:\d+:\d+$/);
      });

      it('tells whether it is well, or says that it cannot', () => {
        if (name !== 'secrets') expect(service.healthcheck?.disable ?? (service.healthcheck?.test?.length ?? 0) > 1).to.equal(true);
      });

      it('is given what is there', () => {
        for (const [source = '', , mode] of (service.volumes ?? []).map((each) => each.split(':'))) {
          if (!source.startsWith('.')) expect(volumes).to.have.property(source);
          else expect([existsSync(source), mode]).to.deep.equal([true, 'ro']);
        }
        for (const each of Object.keys(service.depends_on ?? {})) expect(services).to.have.property(each);
        for (const each of service.command ?? []) if (each.endsWith('.ts')) expect(existsSync(each), each).to.equal(true);
      });

      it('has no secret in what is committed', () => {
        for (const [variable, value] of Object.entries(service.environment ?? {}))
          if (/PASSWORD|SECRET|TOKEN/.test(variable))
            expect([variable, value]).to.satisfy(([, path]: readonly string[]) => path?.startsWith('/secrets/'));
        expect(JSON.stringify(service)).to.not.match(/:\/\/[^/@"]*:[^/@"]*@/);
      });
    });
  }

  it('makes each secret once, for everybody who has the volume and nobody else', () => {
    const folder = mkdtempSync(join(tmpdir(), 'general-manager-secrets-'));
    try {
      const make = (): string => {
        const { status } = spawnSync(process.execPath, [`${STACK}/make-secrets.mjs`, folder]);
        expect(status).to.equal(0);
        return readFileSync(join(folder, 'password'), 'utf8');
      };
      const made = make();
      expect(made).to.match(/^[\w-]{32}$/);
      expect(statSync(join(folder, 'password')).mode & 0o777).to.equal(0o444);
      expect(make()).to.equal(made);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('builds the app of files that are there, and leaves none of them out', () => {
    const ignored = readFileSync('.dockerignore', 'utf8').split('\n');
    const copied = readFileSync(`${STACK}/Dockerfile`, 'utf8')
      .split('\n')
      .flatMap((line) => (line.startsWith('COPY ') ? line.split(' ').slice(1, -1) : []));
    expect(copied).to.include.members(['package.json', 'lib', 'samples']);
    for (const each of copied) expect([existsSync(each), ignored.includes(each)], each).to.deep.equal([true, false]);
  });

  it('scrapes services that there are, with the labels that rules and dashboards go by', () => {
    const { scrape_configs: jobs } = yaml('prometheus/prometheus.yaml') as {
      readonly scrape_configs: readonly {
        readonly job_name: string;
        readonly static_configs: readonly { readonly targets: readonly string[]; readonly labels?: object }[];
      }[];
    };
    const configs = jobs.flatMap(({ static_configs }) => static_configs);
    for (const target of configs.flatMap(({ targets }) => targets)) expect(services).to.have.property(target.split(':')[0] ?? '');
    const app = jobs.find(({ job_name }) => job_name === 'general-manager');
    for (const { labels } of app?.static_configs ?? []) expect(labels).to.have.all.keys('environment', 'service');
  });

  it('leads Grafana to sources that there are', () => {
    const { datasources } = yaml('grafana/provisioning/datasources/datasources.yaml') as {
      readonly datasources: readonly { readonly uid: string; readonly url: string }[];
    };
    for (const { url } of datasources) expect(services).to.have.property(new URL(url).hostname);
    const named = JSON.stringify(datasources).matchAll(/"datasourceUid":"(\w+)"/g);
    for (const [, uid] of named) expect(datasources.map((each) => each.uid)).to.include(uid);
  });

  it('sends traces and logs through pipelines whose parts are all declared', () => {
    const { service, ...parts } = yaml('collector/collector.yaml') as Readonly<Record<'receivers' | 'processors' | 'exporters', object>> & {
      readonly service: {
        readonly pipelines: Readonly<Record<string, Readonly<Record<'receivers' | 'processors' | 'exporters', readonly string[]>>>>;
      };
    };
    expect(service.pipelines).to.have.all.keys('traces', 'logs');
    for (const pipeline of Object.values(service.pipelines))
      for (const kind of ['receivers', 'processors', 'exporters'] as const)
        for (const part of pipeline[kind]) expect(parts[kind]).to.have.property(part);
    for (const { endpoint } of Object.values(parts.exporters) as { readonly endpoint: string }[])
      expect(services).to.have.property(new URL(endpoint).hostname);
  });

  for (const [tool, args] of [
    ['promtool', ['check', 'config', '--syntax-only', `${STACK}/prometheus/prometheus.yaml`]],
    ['amtool', ['check-config', `${STACK}/alertmanager/alertmanager.yaml`]],
  ] as const) {
    const missing = withInstalled(tool);
    (missing === '' ? it : it.skip)(`is accepted by ${tool}${missing}`, async () => {
      const { code, output } = await run(tool, args);
      expect(code, output).to.equal(0);
    });
  }

  const isHere = spawnSync('docker-compose', ['version']).status === 0;
  (isHere ? it : it.skip)(`is accepted by docker-compose${isHere ? '' : ' (left out: it is not installed)'}`, () => {
    const { status, stderr } = spawnSync('docker-compose', ['--file', 'compose.yaml', 'config', '--quiet'], { encoding: 'utf8' });
    expect(status, stderr).to.equal(0);
  });
});
