/** The scope of what is emitted. */
export const PACKAGE_NAME = 'opentelemetry-instrumentation-mikro-orm';

/** As in `package.json`. */
export const PACKAGE_VERSION = '0.1.0';
