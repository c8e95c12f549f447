import { Link, Outlet, useParams } from "@tanstack/react-router";
import { Advisories } from "./Advisories";
import { inventoryWords } from "./messages";
import "./inventory.css";

/** What the pages of a project's inventory have in common: the way between them, and what was looked up. */
export function InventoryFrame() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const words = inventoryWords();
  const options = { params: { projectId }, activeOptions: { exact: false, includeSearch: false } };
  return (
    <>
      <nav className="inventory-parts" aria-label={words.parts}>
        <Link to="/projects/$projectId/inventory/packages" {...options}>{words.packages}</Link>
        <Link to="/projects/$projectId/inventory/licences" {...options}>{words.licences}</Link>
        <Link to="/projects/$projectId/inventory/sboms" {...options}>{words.sboms}</Link>
      </nav>
      <Advisories />
      <Outlet />
    </>
  );
}
