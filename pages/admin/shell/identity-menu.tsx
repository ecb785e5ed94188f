import { Button, Group, NativeSelect, PasswordInput, Popover, Stack, Text } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useIdentity } from '../api/identity.js';
import { useSettings } from '../settings.js';

/** Says who acts, and lets that be changed: by a token, and in development by choosing somebody. */
export function IdentityMenu(): ReactNode {
  const { actors, signIn } = useSettings();
  const { actor, actAs } = useIdentity();
  return (
    <Group gap="sm" wrap="nowrap">
      {signIn && <SignIn />}
      {actors.length > 0 && (
        <>
          <Text component="label" htmlFor="acting-as" size="sm" c="dimmed" visibleFrom="sm">
            Acting as
          </Text>
          <NativeSelect
            id="acting-as"
            size="xs"
            aria-label="Acting as"
            value={actor ?? ''}
            data={[
              { value: '', label: 'nobody (anonymous)' },
              ...actors.map(({ name, description }) => ({
                value: name,
                label: description === undefined ? name : `${name} (${description})`,
              })),
            ]}
            onChange={({ currentTarget }) => actAs(currentTarget.value === '' ? undefined : currentTarget.value)}
          />
        </>
      )}
    </Group>
  );
}

function SignIn(): ReactNode {
  const { signIn: options } = useSettings();
  const { token, signIn } = useIdentity();
  const [text, setText] = useState('');
  const [opened, setOpened] = useState(false);
  if (token !== undefined)
    return (
      <Button size="xs" variant="default" onClick={() => signIn(undefined)}>
        Sign out
      </Button>
    );
  return (
    <Popover opened={opened} onChange={setOpened} trapFocus shadow="md" width={280}>
      <Popover.Target>
        <Button size="xs" onClick={() => setOpened(!opened)}>
          Sign in
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label="Sign in">
        <form
          onSubmit={(event) => {
            event.preventDefault();
            setOpened(false);
            if (text !== '') signIn(text);
          }}
        >
          <Stack gap="sm">
            <PasswordInput
              label={options?.label}
              description="Kept in this tab only."
              autoComplete="off"
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
            <Button type="submit">Sign in</Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
