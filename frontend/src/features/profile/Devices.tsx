import { Button, Group, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import type { Device } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { moment, relative } from "../../shared/times";
import { plainText } from "../../shared/visible";
import { deviceOf } from "./device";
import { profileWords } from "./messages";

function named(device: Device, words: ReturnType<typeof profileWords>): string {
  const known = deviceOf(device.user_agent);
  if (known === null) return device.user_agent || words.unknownDevice;
  if (known.browser !== null && known.system !== null) return words.onSystem(known.browser, known.system);
  return known.browser ?? known.system ?? words.unknownDevice;
}

/** Where one is logged in, and ending that. */
export function Devices() {
  const words = profileWords();
  const queries = useQueryClient();
  const devices = useQuery({ queryKey: ["devices"], queryFn: () => answered(api.GET("/api/v1/auth/sessions")) });
  const end = useMutation({
    mutationFn: (id: string | null) =>
      id === null ? answered(api.DELETE("/api/v1/auth/sessions")) : answered(api.DELETE("/api/v1/auth/sessions/{session_id}", { params: { path: { session_id: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["devices"] }),
  });
  const items = devices.data?.items ?? [];
  const methods: Readonly<Record<string, string>> = words.methods;
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.devices}</Title>
      <Text size="sm">{words.devicesWhy}</Text>
      {devices.isPending && <Waiting lines={2} />}
      {devices.error && <Failure error={devices.error} again={() => void devices.refetch()} />}
      {end.error && <Failure error={end.error} />}
      <ul className="entries">
        {items.map((device) => (
          <li key={device.id}>
            <div className="grows">
              <strong><Inert text={named(device, words)} limit={120} /></strong>{" "}
              {device.is_current && <span className="state running">{words.thisDevice}</span>}
              <span className="sub" title={moment(device.last_used_at)}>
                {words.from(device.ip)}, {Object.hasOwn(methods, device.method) ? methods[device.method] : device.method}. {words.lastUsed(relative(device.last_used_at))}
              </span>
            </div>
            {!device.is_current && (
              <Button size="xs" variant="default" loading={end.isPending && end.variables === device.id} aria-label={words.endDevice(plainText(named(device, words)))} onClick={() => end.mutate(device.id)}>{words.end}</Button>
            )}
          </li>
        ))}
      </ul>
      {items.length > 1 && <Group mt="xs"><Button variant="default" loading={end.isPending && end.variables === null} onClick={() => end.mutate(null)}>{words.endOthers}</Button></Group>}
    </section>
  );
}
