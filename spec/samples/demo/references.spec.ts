import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { parse } from 'yaml';

const STACK = 'samples/demo/stack';
const CONFIGURATIONS = {
  prometheus: 'prometheus/prometheus.yaml',
  alertmanager: 'alertmanager/alertmanager.yaml',
  collector: 'collector/collector.yaml',
  tempo: 'tempo/tempo.yaml',
  loki: 'loki/loki.yaml',
  grafana: 'grafana/provisioning/datasources/datasources.yaml',
} as const;
/** Where images listen, whatever is configured. */
const OF_IMAGES: Readonly<Record<string, readonly number[]>> = {
  postgres: [5432],
  redis: [6379],
  prometheus: [9090],
  alertmanager: [9093],
  grafana: [3000],
  app: [4000],
};

interface Service {
  readonly image: string;
  readonly ports?: readonly string[];
  readonly volumes?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
  readonly command?: readonly string[];
  readonly healthcheck?: object;
}

const text = (path: string): string => readFileSync(path, 'utf8');
const { services } = parse(text('compose.yaml'), { merge: true }) as { readonly services: Readonly<Record<string, Service>> };
const configured = Object.fromEntries(
  Object.entries(CONFIGURATIONS).map(([name, path]) => [name, parse(text(`${STACK}/${path}`)) as unknown]),
) as Readonly<Record<keyof typeof CONFIGURATIONS, object>>;

/** Every text in some data. */
function texts(data: unknown): readonly string[] {
  if (typeof data === 'string') return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(texts) : [];
}

/** Every value of a key in some data. */
function valuesOf(data: unknown, key: string): readonly unknown[] {
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([name, value]) => [...(name === key ? [value as unknown] : []), ...valuesOf(value, key)]);
}

/** The ports at which a service listens, as its configuration says. */
function portsOf(name: string): readonly number[] {
  const { environment = {} } = services[name] ?? {};
  const configuration = configured[name as keyof typeof CONFIGURATIONS];
  return [
    ...(OF_IMAGES[name] ?? []),
    ...['PORT', 'METRICS_PORT'].flatMap((variable) => (environment[variable] === undefined ? [] : [Number(environment[variable])])),
    ...['http_listen_port', 'port'].flatMap((key) => valuesOf(configuration, key).map(Number)),
    ...texts(valuesOf(configuration, 'endpoint')).flatMap((endpoint) =>
      endpoint.startsWith('0.0.0.0:') ? [Number(endpoint.slice(8))] : [],
    ),
  ];
}

/** What is at a path within a service: a file or folder of the repository, a volume, or nothing. */
function mounted({ volumes = [] }: Service, path: string): string | undefined {
  for (const volume of volumes) {
    const [source = '', target = ''] = volume.split(':');
    if (path !== target && !path.startsWith(`${target}/`)) continue;
    if (!source.startsWith('.')) return source;
    const file = `${source}${path.slice(target.length)}`;
    if (existsSync(file)) return file;
  }
  return undefined;
}

const REFERENCE = new RegExp(String.raw`(?<![\w.-])(${Object.keys(services).join('|')}):(\d+)`, 'g');

describe('demo: what the files of the stack say of each other', () => {
  const ofServices = Object.values(services).map(({ image: _image, ...service }) => service);
  const everywhere = Object.entries({ 'compose.yaml': ofServices, ...configured });

  for (const [file, data] of everywhere) {
    it(`${file} names services by ports at which they listen`, () => {
      const named = texts(data).flatMap((value) => [...value.matchAll(REFERENCE)]);
      for (const [reference, name = '', port] of named) expect(portsOf(name), reference).to.include(Number(port));
      if (!['alertmanager', 'tempo', 'loki'].includes(file)) expect(named).to.not.have.length(0);
    });
  }

  for (const [name, service] of Object.entries(services)) {
    it(`${name} is asked and published at ports of its own`, () => {
      const asked = [
        ...texts(service.healthcheck)
          .join(' ')
          .matchAll(/127\.0\.0\.1:(\d+)/g),
      ].map(([, port]) => Number(port));
      const published = (service.ports ?? []).map((each) => Number(each.split(':').at(-1)));
      for (const port of [...asked, ...published]) expect(portsOf(name)).to.include(port);
    });

    it(`${name} finds the files that it is told of`, () => {
      const told = [...(service.command ?? []), ...Object.values(service.environment ?? {})].map(String);
      const paths = told.flatMap((each) => /^(?:[\w.-]*=)?(\/[\w./-]+)$/.exec(each)?.[1] ?? []);
      for (const path of paths) expect(mounted(service, path), path).to.not.equal(undefined);
    });
  }

  it('what writes files does so in a volume, as everything else may only be read', () => {
    const written = {
      tempo: texts(valuesOf(configured.tempo, 'path')),
      loki: [
        ...texts(valuesOf(configured.loki, 'path_prefix')),
        ...['chunks_directory', 'rules_directory', 'working_directory'].flatMap((key) => texts(valuesOf(configured.loki, key))),
      ],
    };
    for (const [name, paths] of Object.entries(written)) {
      expect(paths.length).to.be.above(1);
      for (const path of paths) expect(services[name] && mounted(services[name], path), path).to.match(/^[\w-]+-data$/);
    }
  });

  it('Prometheus has its rules beside it, and Grafana its dashboards', () => {
    const { prometheus, grafana } = services;
    const { rule_files: rules } = configured.prometheus as { readonly rule_files: readonly string[] };
    for (const file of rules)
      expect(prometheus && mounted(prometheus, `/etc/prometheus/${file}`)).to.equal(`./monitoring/files/prometheus/${file}`);
    const { providers } = parse(text(`${STACK}/grafana/provisioning/dashboards/dashboards.yaml`)) as {
      readonly providers: readonly { readonly options: { readonly path: string } }[];
    };
    for (const { options } of providers) expect(grafana && mounted(grafana, options.path)).to.equal('./monitoring/files/grafana');
  });

  it('the collector uses every part that is configured', () => {
    const { service, ...parts } = configured.collector as Readonly<Record<string, object>>;
    const used = texts(service);
    for (const part of Object.values(parts).flatMap((each) => Object.keys(each))) expect(used).to.include(part);
  });

  it('the app and those around it read every variable that they are given', () => {
    const read = ['samples/logistics/config.ts', 'samples/demo/receiver/main.ts', 'samples/demo/load/main.ts'].map(text).join('\n');
    for (const [name, { image, environment = {} }] of Object.entries(services)) {
      if (!image.startsWith('general-manager-demo:')) continue;
      // What begins so is read by the SDK, and by its resource.
      for (const variable of Object.keys(environment).filter((each) => !each.startsWith('OTEL_')))
        expect(new RegExp(String.raw`\b${variable}\b`).test(read), `${name}: ${variable}`).to.equal(true);
    }
  });

  it('whoever starts it may set what its guide tells of, and nothing else', () => {
    const set = [...text('compose.yaml').matchAll(/(?<!\$)\$\{(\w+)/g)].map(([, variable = '']) => variable);
    expect(set).to.not.have.length(0);
    for (const variable of set) expect(text(`${STACK}/README.md`)).to.contain(`\`${variable}\``);
  });

  it('alerts go to receivers that there are', () => {
    const { route, receivers } = configured.alertmanager as {
      readonly route: object;
      readonly receivers: readonly { readonly name: string }[];
    };
    for (const name of texts(valuesOf(route, 'receiver'))) expect(receivers.map((each) => each.name)).to.include(name);
  });
});
