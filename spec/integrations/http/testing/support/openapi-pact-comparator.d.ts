// Its own declarations lead to paths that it does not publish.
declare module '@pactflow/openapi-pact-comparator' {
  export class Comparator {
    constructor(options: { readonly oas: object });
    compare(pact: object): AsyncGenerator<{
      readonly code: string;
      readonly message: string;
      readonly type: 'error' | 'warning' | 'info';
      readonly mockDetails?: { readonly interactionDescription?: string | null };
    }>;
  }
}
