/** Somebody whom developers can act as. */
export interface AdminActor {
  readonly name: string;
  readonly description?: string;
  /** What requests are sent with. */
  readonly headers: Readonly<Record<string, string>>;
}

/** How people sign in by a token that they have; whoever has a cookie is signed in already. */
export interface AdminSignIn {
  /** What they are asked for. Default: `Access token`. */
  readonly label?: string;
  /** The header that it is sent in. Default: `authorization`. */
  readonly header?: string;
  /** What is written before it. Default: `Bearer `. */
  readonly prefix?: string;
}

/** Options of the admin page. */
export interface AdminOptions {
  /** Where it is, as browsers see it. Default: `/admin`. */
  readonly path?: string;
  /** The GraphQL endpoint, as browsers see it. Default: `/graphql`. */
  readonly endpoint?: string;
  /** Default: `Admin`. */
  readonly title?: string;
  /** Who is told what is in the schema; the context is that of operations. Default: everybody, as by introspection. */
  readonly access?: (context: { readonly actor?: object | null }) => boolean | Promise<boolean>;
  /** Fields, by public names, that tell people which object it is, by manager. Default: a name, a title, a unique text, or the key. */
  readonly labels?: Readonly<Record<string, string | readonly string[]>>;
  /** Asks for a token. Default: nothing; cookies are sent in any case. */
  readonly signIn?: AdminSignIn;
  /**
   * In development: tells why something is denied, which tells what is hidden. Only for requests to this machine, or to the named hosts; never
   * where NODE_ENV is `production`. Default: false.
   */
  readonly explain?: boolean | { readonly hosts: readonly string[] };
  /** In development: whom one can act as; their headers are in the page. Never where NODE_ENV is `production`. Default: nobody. */
  readonly actors?: readonly AdminActor[];
}
