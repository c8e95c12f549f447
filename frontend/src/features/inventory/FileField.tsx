import { useId, useState, type DragEvent } from "react";
import { Inert } from "../../shared/Inert";
import { bytes } from "../administration/bytes";
import { fileWords } from "./messages";

interface Props {
  label: string;
  why: string;
  files: readonly File[];
  choose: (files: File[]) => void;
  several?: boolean;
}

/** Files chosen from a dialog, or dropped here. */
export function FileField({ label, why, files, choose, several = false }: Props) {
  const words = fileWords();
  const id = useId();
  const [over, setOver] = useState(false);
  const take = (list: FileList | null) => {
    const chosen = [...(list ?? [])];
    if (chosen.length > 0) choose(several ? chosen : chosen.slice(0, 1));
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files);
  };
  const drag = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <div className="drop" data-over={over || undefined} onDragOver={drag} onDragLeave={() => setOver(false)} onDrop={drop}>
      <input id={id} type="file" multiple={several} aria-describedby={`${id}-why`} onChange={(event) => take(event.currentTarget.files)} />
      <label htmlFor={id}>{label}</label>
      <p id={`${id}-why`}>{words.orDrop} {why}</p>
      <div role="status">
        {files.length > 0 && <ul>{files.map((file) => <li key={file.name}><Inert text={file.name} limit={200} /> ({bytes(file.size)})</li>)}</ul>}
      </div>
    </div>
  );
}
