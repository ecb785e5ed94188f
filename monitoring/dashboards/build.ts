import type { Builder } from '@grafana/grafana-foundation-sdk/cog';
import { HeatmapColorOptionsBuilder, PanelBuilder as HeatmapBuilder } from '@grafana/grafana-foundation-sdk/heatmap';
import {
  AnnotationQueryBuilder,
  DashboardBuilder,
  DashboardCursorSync,
  DashboardLinkBuilder,
  DashboardLinkType,
  DatasourceVariableBuilder,
  QueryVariableBuilder,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
  VariableRefresh,
  VariableSort,
  type Panel as JsonPanel,
  type VariableModel,
} from '@grafana/grafana-foundation-sdk/dashboard';
import {
  LegendDisplayMode,
  LegendPlacement,
  TooltipDisplayMode,
  VizLegendOptionsBuilder,
  VizTooltipOptionsBuilder,
} from '@grafana/grafana-foundation-sdk/common';
import { DataqueryBuilder, PromQueryFormat } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TableBuilder } from '@grafana/grafana-foundation-sdk/table';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { LABEL, METRIC } from '../metric/names.js';
import { CHOSEN, type Dashboard, type Panel, type Query } from './dashboard.js';

const TAG = 'general-manager';
const SOURCE = { type: 'prometheus', uid: '${datasource}' };
const HEIGHT = 8;

// The classic model: every Grafana that is in use imports it, also from files.
// oxlint-disable-next-line typescript/no-deprecated -- its successor is not stable
const classic = (title: string) => new DashboardBuilder(title);

type Json = ReturnType<ReturnType<typeof classic>['build']>;

/** The JSON that Grafana imports, or is provisioned with. */
export function build({ name, title, description, picksManager, rows }: Dashboard): Json {
  const dashboard = classic(`General Manager / ${title}`)
    .uid(`general-manager-${name}`)
    .description(description)
    .tags([TAG])
    .tooltip(DashboardCursorSync.Crosshair)
    .time({ from: 'now-1h', to: 'now' })
    .refresh('30s')
    .variables(variables(picksManager))
    .annotation(firing())
    .link(
      new DashboardLinkBuilder('General Manager')
        .type(DashboardLinkType.Dashboards)
        .tags([TAG])
        .asDropdown(true)
        .includeVars(true)
        .keepTime(true),
    );
  for (const row of rows) {
    dashboard.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) dashboard.withPanel(panelOf(panel));
  }
  return numbered(dashboard.build());
}

/** Rows and panels by their place, so that links to panels stay. */
function numbered(dashboard: Json): Json {
  return { ...dashboard, panels: dashboard.panels?.map((panel, index) => ({ ...panel, id: index + 1 })) ?? [] };
}

function variables(picksManager: boolean): Builder<VariableModel>[] {
  const { calls } = METRIC;
  return [
    new DatasourceVariableBuilder('datasource').label('Data source').type('prometheus'),
    choice('environment', 'Environment', `label_values(${calls}, environment)`),
    choice('service', 'Service', `label_values(${calls}{environment=~"$environment"}, service)`),
    ...(picksManager ? [choice('manager', 'Manager', `label_values(${calls}{${CHOSEN}}, ${LABEL.manager})`)] : []),
  ];
}

/** One, several or all; all of them are also those without the label. */
function choice(name: string, label: string, query: string): Builder<VariableModel> {
  return new QueryVariableBuilder(name)
    .label(label)
    .query({ query, refId: name })
    .definition(query)
    .datasource(SOURCE)
    .refresh(VariableRefresh.OnTimeRangeChanged)
    .sort(VariableSort.AlphabeticalAsc)
    .multi(true)
    .includeAll(true)
    .allValue('.*')
    .current({ selected: true, text: 'All', value: '$__all' });
}

/** Alerts that fire are marked on every line. */
function firing(): AnnotationQueryBuilder {
  return new AnnotationQueryBuilder()
    .name('Alerts')
    .datasource(SOURCE)
    .enable(true)
    .iconColor('red')
    .expr(`ALERTS{alertname=~"GeneralManager.*", alertstate="firing", ${CHOSEN}}`)
    .titleFormat('{{alertname}}')
    .textFormat('{{service}} in {{environment}}');
}

function panelOf(panel: Panel): Builder<JsonPanel> {
  switch (panel.kind) {
    case 'lines':
      return framed(lines(), panel);
    case 'number':
      return framed(new StatBuilder(), panel);
    case 'table':
      return framed(new TableBuilder(), panel);
    case 'heatmap':
      return framed(heatmap(panel), panel);
  }
}

function lines(): TimeseriesBuilder {
  const legend = new VizLegendOptionsBuilder()
    .displayMode(LegendDisplayMode.Table)
    .placement(LegendPlacement.Bottom)
    .showLegend(true)
    .calcs(['lastNotNull', 'max']);
  return new TimeseriesBuilder()
    .legend(legend)
    .tooltip(new VizTooltipOptionsBuilder().mode(TooltipDisplayMode.Multi))
    .fillOpacity(8)
    .min(0);
}

function heatmap({ unit }: Panel): HeatmapBuilder {
  return new HeatmapBuilder().calculate(false).color(new HeatmapColorOptionsBuilder().scheme('Spectral')).unit(unit);
}

type AnyBuilder = TimeseriesBuilder | StatBuilder | TableBuilder | HeatmapBuilder;

function framed(builder: AnyBuilder, { title, description, kind, unit, queries, width, limits }: Panel): Builder<JsonPanel> {
  builder
    .title(title)
    .description(description)
    .unit(unit)
    .datasource(SOURCE)
    .span(width ?? (kind === 'number' ? 6 : 12))
    .height(kind === 'number' ? HEIGHT / 2 : HEIGHT)
    .targets(queries.map((query, index) => target(query, kind, String.fromCodePoint(65 + index))));
  if (limits) builder.thresholds(thresholds(limits));
  return builder;
}

function thresholds([yellow, red]: readonly [number, number]): ThresholdsConfigBuilder {
  return new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([
    { value: null, color: 'green' },
    { value: yellow, color: 'yellow' },
    { value: red, color: 'red' },
  ]);
}

function target({ expr, legend }: Query, kind: Panel['kind'], refId: string): DataqueryBuilder {
  const query = new DataqueryBuilder().refId(refId).expr(expr).legendFormat(legend);
  if (kind === 'table') return query.instant().format(PromQueryFormat.Table);
  query.range().exemplar(true);
  return kind === 'heatmap' ? query.format(PromQueryFormat.Heatmap) : query;
}
