import { useQueryClient } from '@tanstack/react-query';
import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useSettings } from '../settings.js';

/** As whom requests are sent, besides what the browser's cookies say. */
export interface Identity {
  /** The name of an actor that was chosen; absent for nobody in particular. */
  readonly actor?: string | undefined;
  readonly token?: string | undefined;
  readonly headers: Readonly<Record<string, string>>;
  readonly actAs: (actor: string | undefined) => void;
  readonly signIn: (token: string | undefined) => void;
}

const IdentityContext = createContext<Identity | undefined>(undefined);

/** Kept for this tab only, and gone with it. */
const ACTOR = 'general-manager-admin-actor';
const TOKEN = 'general-manager-admin-token';

function remember(name: string, value: string | undefined): void {
  if (value === undefined) sessionStorage.removeItem(name);
  else sessionStorage.setItem(name, value);
}

/** Remembers as whom requests are sent, and forgets all answers when that changes. */
export function IdentityProvider({ children }: { readonly children: ReactNode }): ReactNode {
  const { actors, signIn } = useSettings();
  const client = useQueryClient();
  const [actor, setActor] = useState(() => sessionStorage.getItem(ACTOR) ?? undefined);
  const [token, setToken] = useState(() => sessionStorage.getItem(TOKEN) ?? undefined);
  const identity = useMemo((): Identity => {
    const chosen = actors.find(({ name }) => name === actor);
    return {
      actor: chosen?.name,
      token,
      headers: { ...(signIn && token !== undefined && { [signIn.header]: `${signIn.prefix}${token}` }), ...chosen?.headers },
      actAs: (name) => {
        remember(ACTOR, name);
        client.clear();
        setActor(name);
      },
      signIn: (text) => {
        remember(TOKEN, text);
        client.clear();
        setToken(text);
      },
    };
  }, [actors, actor, token, signIn, client]);
  return <IdentityContext value={identity}>{children}</IdentityContext>;
}

/** As whom requests are sent. */
export function useIdentity(): Identity {
  const identity = useContext(IdentityContext);
  if (!identity) throw new Error('The identity is used outside of its provider.');
  return identity;
}
