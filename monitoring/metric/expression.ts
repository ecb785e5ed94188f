import { parser } from '@prometheus-io/lezer-promql';

/** What an expression of PromQL asks for. */
export interface Expression {
  /** Names of metrics, recorded ones too. */
  readonly metrics: readonly string[];
  /** Names of labels that are matched or grouped by. */
  readonly labels: readonly string[];
}

/** What stands for Grafana's variables where there is no Grafana. */
const VARIABLES: Readonly<Record<string, string>> = Object.freeze({
  $__rate_interval: '1m',
  $environment: '.*',
  $service: '.*',
  $manager: '.*',
});

/** An expression of a dashboard as Prometheus gets it, when everything is chosen. */
export function plain(expr: string, rateInterval = '1m'): string {
  const variables = { ...VARIABLES, $__rate_interval: rateInterval };
  return Object.entries(variables).reduce((text, [name, value]) => text.replaceAll(name, value), expr);
}

/** Reads an expression by the grammar of Prometheus. @throws SyntaxError where it is none */
export function readExpression(expr: string): Expression {
  const metrics = new Set<string>();
  const labels = new Set<string>();
  parser.parse(expr).iterate({
    enter: ({ type, from, to, node }) => {
      const text = expr.slice(from, to);
      if (type.isError) throw new SyntaxError(`"${expr}" is wrong at ${from}.`);
      if (type.name === 'Identifier' && node.parent?.name === 'VectorSelector') metrics.add(text);
      if (type.name === 'LabelName') labels.add(text);
    },
  });
  return { metrics: [...metrics], labels: [...labels] };
}
