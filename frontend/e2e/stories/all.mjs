// Every story, in the order in which they are told: each begins logged in, on any page, and leaves it so.
import { findingsStory } from "./findings.mjs";
import { hostileStory } from "./hostile.mjs";
import { inventoryStory } from "./inventory.mjs";
import { mishapStory } from "./mishaps.mjs";
import { endOfProjectStory, projectStory, settingsStory, teamStory } from "./projects.mjs";
import { cancelStory, scanStory, secondScanStory } from "./scans.mjs";
import { loginStory, setupStory } from "./setup.mjs";
import { homeStory, languageStory, paletteStory, phoneStory } from "./shell.mjs";
import { strangerStory } from "./stranger.mjs";

/** [the story, what is true when it has been told] */
export const STORIES = [
  [setupStory, "the first administrator is made"],
  [loginStory, "logged out and in again"],
  [projectStory, "a project with a target that may be scanned"],
  [scanStory, "scanned"],
  [homeStory, "home shows where everything stands"],
  [findingsStory, "findings are decided, one by one and many at once"],
  [secondScanStory, "the flaw is mended, and a second scan has marked it fixed"],
  [cancelStory, "a third scan is cancelled"],
  [settingsStory, "a project with settings and a key"],
  [inventoryStory, "what a project is made of: packages, licences, SBOMs"],
  [endOfProjectStory, "a project archived, restored and deleted"],
  [teamStory, "a team with somebody invited"],
  [paletteStory, "palette and keys"],
  [languageStory, "German"],
  [mishapStory, "a session, a connection and a server that fail lose nothing"],
  [phoneStory, "every page on a phone"],
  [hostileStory, "hostile text is shown inert"],
  [(_, told) => strangerStory(told), "strangers are led to the login"],
];
