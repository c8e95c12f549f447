// Every address of the interface.
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect } from "@tanstack/react-router";
import { LoginPage } from "./features/accounts/LoginPage";
import { administrationSearch } from "./features/administration/search";
import { auditSearch } from "./features/audit/search";
import { findingSearch } from "./features/findings/search";
import { homeSearch } from "./features/home/search";
import { packageSearch, sbomCompareSearch } from "./features/inventory/search";
import { compareSearch, scansSearch } from "./features/scans/search";
import { projectsSearch } from "./features/projects/search";
import { ruleSearch } from "./features/rules/search";
import { NotFound } from "./shell/NotFound";
import { Shell } from "./shell/Shell";
import { Failure } from "./shared/states";

const text = (value: unknown) => (typeof value === "string" && value !== "" ? value : undefined);

const root = createRootRoute({
  component: Outlet,
  notFoundComponent: NotFound,
  errorComponent: ({ error }) => <Failure error={error} />,
});
const signIn = createRoute({
  getParentRoute: () => root,
  path: "/sign-in",
  validateSearch: (search): { back?: string; problem?: string } => ({ back: text(search.back), problem: text(search.problem) }),
  component: LoginPage,
});
const link = () => import("./features/accounts/LinkPage");
const setup = createRoute({ getParentRoute: () => root, path: "/setup", component: lazyRouteComponent(link, "SetupPage") });
const invitation = createRoute({ getParentRoute: () => root, path: "/invitation", component: lazyRouteComponent(link, "InvitationPage") });
const register = createRoute({
  getParentRoute: () => root,
  path: "/register",
  component: lazyRouteComponent(() => import("./features/accounts/RegisterPage"), "RegisterPage"),
});
const forgotten = createRoute({
  getParentRoute: () => root,
  path: "/forgotten-password",
  validateSearch: (search): { email?: string } => ({ email: text(search.email) }),
  component: lazyRouteComponent(() => import("./features/accounts/ForgottenPage"), "ForgottenPage"),
});
const reset = createRoute({
  getParentRoute: () => root,
  path: "/reset-password",
  component: lazyRouteComponent(() => import("./features/accounts/ResetPage"), "ResetPage"),
});
const verify = createRoute({
  getParentRoute: () => root,
  path: "/verify-email",
  component: lazyRouteComponent(() => import("./features/accounts/VerifyPage"), "VerifyPage"),
});
const shell = createRoute({ getParentRoute: () => root, id: "shell", component: Shell });
const home = createRoute({
  getParentRoute: () => shell,
  path: "/",
  validateSearch: homeSearch,
  component: lazyRouteComponent(() => import("./features/home/HomePage"), "HomePage"),
});
const projects = createRoute({
  getParentRoute: () => shell,
  path: "/projects",
  validateSearch: projectsSearch,
  component: lazyRouteComponent(() => import("./features/projects/ProjectsPage"), "ProjectsPage"),
});
const project = createRoute({
  getParentRoute: () => shell,
  path: "/projects/$projectId",
  component: lazyRouteComponent(() => import("./features/projects/ProjectFrame"), "ProjectFrame"),
});
const targets = createRoute({
  getParentRoute: () => project,
  path: "/",
  component: lazyRouteComponent(() => import("./features/projects/ProjectPage"), "ProjectPage"),
});
const projectFindings = createRoute({
  getParentRoute: () => project,
  path: "/findings",
  validateSearch: findingSearch,
  component: lazyRouteComponent(() => import("./features/findings/FindingsPage"), "ProjectFindingsPage"),
});
const scansModule = () => import("./features/scans/ScansPage");
const projectScans = createRoute({
  getParentRoute: () => project,
  path: "/scans",
  validateSearch: scansSearch,
  component: lazyRouteComponent(scansModule, "ProjectScansPage"),
});
const newScan = createRoute({
  getParentRoute: () => project,
  path: "/scans/new",
  validateSearch: (search): { target?: string; scanner?: "web" | "api" | "dependencies" } => ({
    target: text(search.target),
    scanner: search.scanner === "web" || search.scanner === "api" || search.scanner === "dependencies" ? search.scanner : undefined,
  }),
  component: lazyRouteComponent(() => import("./features/scans/NewScanPage"), "NewScanPage"),
});
const inventory = createRoute({
  getParentRoute: () => project,
  path: "/inventory",
  component: lazyRouteComponent(() => import("./features/inventory/InventoryFrame"), "InventoryFrame"),
});
const inventoryStart = createRoute({
  getParentRoute: () => inventory,
  path: "/",
  beforeLoad: ({ params }) => {
    throw redirect({ to: "/projects/$projectId/inventory/packages", params, replace: true });
  },
});
const packages = createRoute({
  getParentRoute: () => inventory,
  path: "/packages",
  validateSearch: packageSearch,
  component: lazyRouteComponent(() => import("./features/inventory/PackagesPage"), "PackagesPage"),
});
const packageRoute = createRoute({
  getParentRoute: () => inventory,
  path: "/packages/$packageId",
  component: lazyRouteComponent(() => import("./features/inventory/PackagePage"), "PackagePage"),
});
const licences = createRoute({
  getParentRoute: () => inventory,
  path: "/licences",
  component: lazyRouteComponent(() => import("./features/inventory/LicencesPage"), "LicencesPage"),
});
const sboms = createRoute({
  getParentRoute: () => inventory,
  path: "/sboms",
  component: lazyRouteComponent(() => import("./features/inventory/SbomsPage"), "SbomsPage"),
});
const sbom = createRoute({
  getParentRoute: () => inventory,
  path: "/sboms/$sbomId",
  component: lazyRouteComponent(() => import("./features/inventory/SbomPage"), "SbomPage"),
});
const sbomCompare = createRoute({
  getParentRoute: () => inventory,
  path: "/sboms/$sbomId/compare",
  validateSearch: sbomCompareSearch,
  component: lazyRouteComponent(() => import("./features/inventory/SbomComparePage"), "SbomComparePage"),
});
const projectSettings = createRoute({
  getParentRoute: () => project,
  path: "/settings",
  component: lazyRouteComponent(() => import("./features/projects/SettingsPage"), "SettingsPage"),
});
const teams = createRoute({
  getParentRoute: () => shell,
  path: "/teams",
  component: lazyRouteComponent(() => import("./features/teams/TeamsPage"), "TeamsPage"),
});
const team = createRoute({
  getParentRoute: () => shell,
  path: "/teams/$teamId",
  component: lazyRouteComponent(() => import("./features/teams/TeamPage"), "TeamPage"),
});
const teamPriorities = createRoute({
  getParentRoute: () => shell,
  path: "/teams/$teamId/priorities",
  component: lazyRouteComponent(() => import("./features/priorities/PolicyPage"), "PolicyPage"),
});
const teamLicences = createRoute({
  getParentRoute: () => shell,
  path: "/teams/$teamId/licences",
  component: lazyRouteComponent(() => import("./features/inventory/TeamLicencesPage"), "TeamLicencesPage"),
});
const findings = createRoute({
  getParentRoute: () => shell,
  path: "/findings",
  validateSearch: findingSearch,
  component: lazyRouteComponent(() => import("./features/findings/FindingsPage"), "AllFindingsPage"),
});
const finding = createRoute({
  getParentRoute: () => shell,
  path: "/findings/$findingId",
  component: lazyRouteComponent(() => import("./features/findings/detail/FindingPage"), "FindingPage"),
});
const scans = createRoute({
  getParentRoute: () => shell,
  path: "/scans",
  validateSearch: scansSearch,
  component: lazyRouteComponent(scansModule, "AllScansPage"),
});
const compare = createRoute({
  getParentRoute: () => shell,
  path: "/scans/$scanId/compare",
  validateSearch: compareSearch,
  component: lazyRouteComponent(() => import("./features/scans/ComparePage"), "ComparePage"),
});
const scan = createRoute({
  getParentRoute: () => shell,
  path: "/scans/$scanId",
  component: lazyRouteComponent(() => import("./features/scans/ScanPage"), "ScanPage"),
});
const rules = createRoute({
  getParentRoute: () => shell,
  path: "/rules",
  validateSearch: ruleSearch,
  component: lazyRouteComponent(() => import("./features/rules/RulesPage"), "RulesPage"),
});
const rule = createRoute({
  getParentRoute: () => shell,
  path: "/rules/$ruleId",
  component: lazyRouteComponent(() => import("./features/rules/RulePage"), "RulePage"),
});
const audit = createRoute({
  getParentRoute: () => shell,
  path: "/audit",
  validateSearch: auditSearch,
  component: lazyRouteComponent(() => import("./features/audit/AuditPage"), "AuditPage"),
});
const administration = createRoute({
  getParentRoute: () => shell,
  path: "/administration",
  validateSearch: administrationSearch,
  component: lazyRouteComponent(() => import("./features/administration/AdministrationPage"), "AdministrationPage"),
});
const account = createRoute({
  getParentRoute: () => shell,
  path: "/account",
  validateSearch: (search): { part?: "profile" | "security" | "keys" } => ({ part: search.part === "security" || search.part === "keys" ? search.part : undefined }),
  component: lazyRouteComponent(() => import("./features/profile/AccountPage"), "AccountPage"),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    setup,
    invitation,
    register,
    forgotten,
    reset,
    verify,
    shell.addChildren([
      home,
      projects,
      project.addChildren([targets, projectFindings, projectScans, newScan, inventory.addChildren([inventoryStart, packages, packageRoute, licences, sboms, sbom, sbomCompare]), projectSettings]),
      findings,
      finding,
      scans,
      scan,
      compare,
      teams,
      team,
      teamLicences,
      teamPriorities,
      rules,
      rule,
      audit,
      administration,
      account,
    ]),
  ]),
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
