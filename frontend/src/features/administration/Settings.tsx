import { Checkbox, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useSearch } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { ShownSetting } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { Markdown } from "../../shared/Markdown";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { administrationWords } from "./messages";
import { SearchField } from "./SearchField";

/** The settings in force, to be read. */
export function Settings() {
  const words = administrationWords();
  const { text = "" } = useSearch({ from: "/shell/administration" });
  const [changed, setChanged] = useState(false);
  const settings = useQuery({ queryKey: ["administration", "settings"], queryFn: () => answered(api.GET("/api/v1/administration/settings")), staleTime: 60_000 });
  const wanted = text.toLowerCase();
  const items = (settings.data?.items ?? []).filter(
    (setting) => (!changed || !setting.is_default) && `${setting.name} ${setting.value ?? ""} ${setting.description}`.toLowerCase().includes(wanted),
  );
  return (
    <Stack>
      <Text size="sm">{words.settingsWhy}</Text>
      <div className="filters" role="search">
        <SearchField label={words.search} hint={words.searchSettings} />
        <Checkbox label={words.onlyChanged} checked={changed} onChange={(event) => setChanged(event.currentTarget.checked)} />
      </div>
      {settings.isPending && <Waiting lines={8} />}
      {settings.error && <Failure error={settings.error} again={() => void settings.refetch()} />}
      {settings.isSuccess && items.length === 0 && <Nothing title={words.noSettings} />}
      {items.length > 0 && (
        <div className="panel flush scroll">
          <table className="list settings" aria-label={words.parts.settings}>
            <thead><tr><th>{words.setting}</th><th>{words.value}</th></tr></thead>
            <tbody>{items.map((setting) => <Row key={setting.name} setting={setting} />)}</tbody>
          </table>
        </div>
      )}
    </Stack>
  );
}

function Row({ setting }: { setting: ShownSetting }) {
  const words = administrationWords();
  const value = setting.is_secret ? (setting.is_set ? words.secretSet : words.secretNotSet) : setting.value;
  return (
    <tr>
      <td>
        <code className="snippet">{setting.name}</code>
        <div className="sub" lang="en"><Markdown text={setting.description} /></div>
      </td>
      <td>
        {value === null || setting.is_secret ? <Text span size="sm" c="dimmed">{value ?? words.notSet}</Text> : <code className="snippet"><Inert text={value} limit={400} /></code>}
        <span className="sub">{setting.is_default ? words.isDefault : setting.default !== null && <Inert text={words.defaultIs(setting.default)} limit={300} />}</span>
      </td>
    </tr>
  );
}
