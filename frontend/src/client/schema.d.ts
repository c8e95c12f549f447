// The types of the API, written by `npm run client` from docs/openapi.json. Do not edit.

export interface paths {
    "/health/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether this process lives
         * @description Answer as long as the process can answer at all.
         */
        get: operations["health_live"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/health/ready": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether requests can be served
         * @description Ask the database and Valkey. Without Valkey requests are served all the same, and `parts` says so.
         */
        get: operations["health_ready"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List teams
         * @description Return the teams you are in.
         */
        get: operations["teams_list"];
        put?: never;
        /**
         * Create a team
         * @description Create a team. You become its owner.
         */
        post: operations["teams_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a team
         * @description Return a team.
         */
        get: operations["teams_get"];
        put?: never;
        post?: never;
        /**
         * Delete a team
         * @description Delete a team; one that has projects only when you confirm it with its slug. It is gone at once; a job clears up.
         */
        delete: operations["teams_delete"];
        options?: never;
        head?: never;
        /**
         * Change a team
         * @description Change the name or the description of a team.
         */
        patch: operations["teams_change"];
        trace?: never;
    };
    "/api/v1/teams/{team_id}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List members
         * @description Return the members of a team.
         */
        get: operations["teams_list_members"];
        put?: never;
        /**
         * Add or invite a member
         * @description Add somebody you share a team with, or invite an address by mail; a new invitation replaces the one before.
         */
        post: operations["teams_add_member"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/members/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove a member, or leave
         * @description Take a member out of a team; with your own id you leave it. The last owner cannot go.
         */
        delete: operations["teams_remove_member"];
        options?: never;
        head?: never;
        /**
         * Change the role of a member
         * @description Give a member another role. A team always keeps an owner.
         */
        patch: operations["teams_change_member"];
        trace?: never;
    };
    "/api/v1/teams/{team_id}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations into a team
         * @description Return the invitations that wait for an answer, the newest first.
         */
        get: operations["teams_list_invitations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an invitation
         * @description Make an invitation worthless.
         */
        delete: operations["teams_revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List your invitations
         * @description Return the invitations to your e-mail address, once it is verified.
         */
        get: operations["invitations_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept the invitation of a mail
         * @description Join the team of an invitation, with the token of the link that was mailed to your address.
         */
        post: operations["invitations_accept_token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Accept an invitation
         * @description Join the team of an invitation to your verified e-mail address.
         */
        post: operations["invitations_accept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/invitations/{invitation_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decline an invitation
         * @description Refuse an invitation to your verified e-mail address.
         */
        post: operations["invitations_decline"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List projects
         * @description Return the projects of your teams.
         */
        get: operations["projects_list"];
        put?: never;
        /**
         * Create a project
         * @description Create a project in a team you maintain.
         */
        post: operations["projects_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a project
         * @description Return a project.
         */
        get: operations["projects_get"];
        put?: never;
        post?: never;
        /**
         * Delete a project
         * @description Delete a project with its targets, scans, findings and API keys. It is gone at once; a job clears up.
         */
        delete: operations["projects_delete"];
        options?: never;
        head?: never;
        /**
         * Change a project
         * @description Change what is said of a project, how soon its findings are due, and how many scans run at once.
         */
        patch: operations["projects_change"];
        trace?: never;
    };
    "/api/v1/projects/{project_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Archive a project
         * @description Put a project away: it can be read, and nothing in it changes until it is restored.
         */
        post: operations["projects_archive"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore a project
         * @description Bring an archived project back.
         */
        post: operations["projects_restore"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/move": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Move a project to another team
         * @description Give a project you own to a team you maintain. The members of that team alone see it then.
         */
        post: operations["projects_move"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the API keys of a project
         * @description Return the keys of a project without their secrets, the newest first; revoked ones too.
         */
        get: operations["projects_list_keys"];
        put?: never;
        /**
         * Make an API key of a project
         * @description Make a key for programs. It is shown in this answer and never again.
         */
        post: operations["projects_create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key of a project
         * @description Make a key good for nothing.
         */
        delete: operations["projects_revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/targets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List targets
         * @description Return the targets of a project.
         */
        get: operations["targets_list"];
        put?: never;
        /**
         * Create a target
         * @description Add something to scan. Before it is scanned, control of it is proven in one of the ways the answer names.
         */
        post: operations["targets_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{target_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a target
         * @description Return a target.
         */
        get: operations["targets_get"];
        put?: never;
        post?: never;
        /**
         * Remove a target
         * @description Remove a target. Its scans and findings stay.
         */
        delete: operations["targets_delete"];
        options?: never;
        head?: never;
        /**
         * Change a target
         * @description Change the name or the address of a target; another origin has to be proven anew.
         */
        patch: operations["targets_change"];
        trace?: never;
    };
    "/api/v1/targets/{target_id}/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify control of a target
         * @description Look for the proof, and say what was looked for and what was seen. What was proven once stays proven.
         */
        post: operations["targets_verify"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{target_id}/api-description": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * Describe the API of a target
         * @description Keep a description for scans with the scanner `api`, in place of the one the target had.
         */
        put: operations["api_descriptions_put"];
        post?: never;
        /**
         * Forget the description of a target's API
         * @description Forget the description; scans that were made with it stay.
         */
        delete: operations["api_descriptions_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{target_id}/api": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what is known of a target's API
         * @description Return the description of the API, without its content, and the people as whom it is asked, without their secrets.
         */
        get: operations["apis_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/targets/{target_id}/actors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set up an actor of a target
         * @description Set up somebody as whom the API is asked. Two ordinary users let a scan test who may do what to whose things.
         */
        post: operations["api_actors_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/actors/{actor_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove an actor
         * @description Remove somebody as whom an API is asked, and their secrets.
         */
        delete: operations["api_actors_delete"];
        options?: never;
        head?: never;
        /**
         * Change an actor
         * @description Change somebody as whom an API is asked; secrets that are left out stay.
         */
        patch: operations["api_actors_change"];
        trace?: never;
    };
    "/api/v1/allowed-hosts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List allowed hosts
         * @description Return the hosts that are scanned without proof.
         */
        get: operations["allowed_hosts_list"];
        put?: never;
        /**
         * Allow a host
         * @description Allow everybody who may scan to scan a host or a network without proof, even where it is private.
         */
        post: operations["allowed_hosts_add"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/allowed-hosts/{host_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Allow a host no longer
         * @description Take a host off the list; scans that run already go on.
         */
        delete: operations["allowed_hosts_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List findings of all projects
         * @description Return findings of the projects you may read.
         */
        get: operations["findings_list_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count findings of all projects by their values
         * @description Return how many findings that fit have which values.
         */
        get: operations["findings_count_all"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/findings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List findings
         * @description Return findings of a project.
         */
        get: operations["findings_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/findings/facets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Count findings by their values
         * @description Return how many findings of a project that fit have which values.
         */
        get: operations["findings_count"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/findings/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how a project stands
         * @description Return counts of what is open and overdue, and what was new and fixed by week.
         */
        get: operations["findings_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/findings/bulk": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change many findings
         * @description Decide about up to 10,000 findings at once: those with these ids, or all that a filter finds.
         */
        post: operations["findings_change_many"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{finding_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a finding
         * @description Return a finding with its rule, its evidence and its history.
         */
        get: operations["findings_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a finding
         * @description Decide about a finding: its state, who looks after it, until when, how bad it is. Every decision is kept.
         */
        patch: operations["findings_change"];
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/comments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Comment on a finding
         * @description Add a comment to the history of a finding.
         */
        post: operations["findings_comment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/history": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what happened to a finding
         * @description Return all decisions, comments and changes of a finding, newest first.
         */
        get: operations["findings_history"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/merge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain why observations are one finding
         * @description Return what the fingerprint is made of, and which scans and imports saw the finding when.
         */
        get: operations["findings_merge"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List imports
         * @description Return the files of findings that a project has taken in, newest first.
         */
        get: operations["findings_list_imports"];
        put?: never;
        /**
         * Import a file of findings
         * @description Take in what another tool found. Of a file that cannot be read nothing is written.
         */
        post: operations["findings_import"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/imports/{import_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an import
         * @description Return what became of a file of findings.
         */
        get: operations["findings_get_import"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List saved views
         * @description Return your own saved views and those that are shared with you.
         */
        get: operations["findings_list_views"];
        put?: never;
        /**
         * Save a view
         * @description Save a filter and an order under a name, for yourself or for everybody of a project.
         */
        post: operations["findings_create_view"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/views/{view_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a saved view
         * @description Return a saved view.
         */
        get: operations["findings_get_view"];
        put?: never;
        post?: never;
        /**
         * Delete a saved view
         * @description Delete your own saved view.
         */
        delete: operations["findings_delete_view"];
        options?: never;
        head?: never;
        /**
         * Change a saved view
         * @description Change your own saved view.
         */
        patch: operations["findings_change_view"];
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/priority": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Explain the priority of a finding
         * @description Return why a finding has its score: what the model says, and each visible rule, in points that add up.
         */
        get: operations["priorities_explain"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/priorities/progress": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how far the scoring of a project is
         * @description Return the last scoring of all findings of a project, which begins by itself when what scores are made of changes.
         */
        get: operations["priorities_progress"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/priority-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the policy of a team
         * @description Return what the visible rules are worth to a team.
         */
        get: operations["priorities_get_policy"];
        /**
         * Save a policy of a team
         * @description Save what the visible rules are worth to a team as a new version; all findings of its projects are scored anew.
         */
        put: operations["priorities_save_policy"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/priority-policy/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a policy on the findings of a team
         * @description Return what a policy would change on the team's findings that are still to be done. Nothing is saved.
         */
        post: operations["priorities_preview_policy"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/priority-policy/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the versions of a team's policy
         * @description Return the versions of a team's policy, newest first. Scores name the version that made them.
         */
        get: operations["priorities_list_versions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/language-model": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell whether a language model can be asked
         * @description Return whether an administrator has set up a language model, and which.
         */
        get: operations["priorities_language_model"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/advice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask a language model about a finding
         * @description Return a plain-language explanation, or the draft of a fix, written by a machine that may be wrong.
         *
         *     The finding is sent to the model that an administrator set up, with its secrets masked and without header fields.
         */
        post: operations["priorities_advise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List uploads
         * @description Return the files that were uploaded to a project, the newest first.
         */
        get: operations["uploads_list"];
        put?: never;
        /**
         * Upload something to scan
         * @description Keep a file to be scanned. A scan of its target with the scanner `dependencies` looks at the newest one.
         */
        post: operations["uploads_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an upload
         * @description Return what was uploaded, without its content.
         */
        get: operations["uploads_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List packages
         * @description Return the packages of a project as the last scans of its targets saw them, the most severe first.
         */
        get: operations["packages_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/inventory": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get what a project is made of
         * @description Return how many packages a project has, of which ecosystems, and the files that name them.
         */
        get: operations["packages_summary"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/packages/{package_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a package
         * @description Return a package with the way it comes into the project, its flaws, and the upgrade that clears them.
         */
        get: operations["packages_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/licences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List licences
         * @description Return the licences of a project's packages, with what its policy says of each.
         */
        get: operations["licences_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/licence-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the licence policy of a project
         * @description Return the policy that holds in a project: its own, its team's, or the one that comes with the platform.
         */
        get: operations["licences_get_project_policy"];
        /**
         * Write the licence policy of a project
         * @description Give a project a policy of its own. It holds at once; nothing has to be scanned again.
         */
        put: operations["licences_write_project_policy"];
        post?: never;
        /**
         * Remove the licence policy of a project
         * @description Remove a project's own policy; that of its team holds again.
         */
        delete: operations["licences_remove_project_policy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/teams/{team_id}/licence-policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the licence policy of a team
         * @description Return the policy that holds in those projects of a team that have none of their own.
         */
        get: operations["licences_get_team_policy"];
        /**
         * Write the licence policy of a team
         * @description Give a team a policy, which holds in all of its projects that have none of their own.
         */
        put: operations["licences_write_team_policy"];
        post?: never;
        /**
         * Remove the licence policy of a team
         * @description Remove a team's policy; the one that comes with the platform holds again.
         */
        delete: operations["licences_remove_team_policy"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/sboms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List SBOMs
         * @description Return the SBOMs of a project, the newest first.
         */
        get: operations["sboms_list"];
        put?: never;
        /**
         * Make an SBOM
         * @description Make an SBOM of a target, or of a whole project, out of what the last scans saw.
         */
        post: operations["sboms_generate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/projects/{project_id}/sboms/upload": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Upload an SBOM
         * @description Keep an SBOM that another tool wrote, to be shown, converted and compared. To look it up, upload it to be scanned.
         */
        post: operations["sboms_upload"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sbom-formats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List formats of SBOMs
         * @description Return the formats and versions in which every SBOM can be downloaded.
         */
        get: operations["sboms_list_formats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sboms/{sbom_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an SBOM
         * @description Return what is known of an SBOM, without its packages.
         */
        get: operations["sboms_get"];
        put?: never;
        post?: never;
        /**
         * Delete an SBOM
         * @description Delete an SBOM.
         */
        delete: operations["sboms_delete"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sboms/{sbom_id}/document": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download an SBOM
         * @description Return an SBOM as a document in a format and version.
         */
        get: operations["sboms_download"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sboms/{sbom_id}/packages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List packages of an SBOM
         * @description Return the packages of an SBOM whose name or purl holds a text.
         */
        get: operations["sboms_list_packages"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sboms/{sbom_id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two SBOMs
         * @description Return what differs between the SBOM `before` and this one, with the flaws that came and went.
         */
        get: operations["sboms_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advisories": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get the state of the advisories
         * @description Return which advisories scans look into: from where, from when, and how many of each ecosystem.
         */
        get: operations["advisories_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/advisories/updates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List updates of the advisories
         * @description Return the updates of the advisory store, the newest first.
         */
        get: operations["advisories_list_updates"];
        put?: never;
        /**
         * Update the advisories
         * @description Fetch what changed in the public databases, or on the mirror the settings name, and make the store anew.
         */
        post: operations["advisories_update"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List scans
         * @description Return scans of the projects you are in, the newest first.
         */
        get: operations["scans_list"];
        put?: never;
        /**
         * Start a scan
         * @description Start a scan of a target that is proven to be yours, or was uploaded. It waits until its project may run another.
         */
        post: operations["scans_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{scan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a scan
         * @description Return a scan with the account of its checks: what each looked at, and what it could not.
         */
        get: operations["scans_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{scan_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Cancel a scan
         * @description Cancel a scan. What it has found so far is kept.
         */
        post: operations["scans_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{scan_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start a scan again
         * @description Start a scan that has ended once more, with the same options.
         */
        post: operations["scans_retry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{scan_id}/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Watch a scan
         * @description Stream what happens in a scan as it happens.
         */
        get: operations["scans_watch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/{scan_id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Compare two scans
         * @description Return which findings this scan saw that `before` did not, and the other way round.
         */
        get: operations["scans_compare"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/retest": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Look whether a finding is still there
         * @description Send the requests that proved a finding once more and judge the answers. What is surely gone becomes fixed.
         *
         *     Who may scan the target may do this. Watch `/retests` for what comes of it.
         */
        post: operations["findings_retest"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/findings/{finding_id}/retests": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the looks at a finding
         * @description Return when somebody looked whether a finding is still there and what they saw, the newest first.
         */
        get: operations["findings_list_retests"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/scans/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Start several scans
         * @description Start scans of several targets, and of files that come with the request. Each has a result of its own.
         *
         *     A project runs as many at once as it allows; the others wait.
         */
        post: operations["scans_create_batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/analytics/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Show how projects stand together
         * @description Return what is open, what needs attention now, and how things went, over the projects you may read.
         */
        get: operations["analytics_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How one can sign in here
         * @description Return what a page for signing in needs to know.
         */
        get: operations["accounts_get_sign_in_options"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in
         * @description Log in by password. Where the account has a second factor, the answer asks for its code.
         */
        post: operations["accounts_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/login/second-factor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in: the second factor
         * @description Finish logging in by a code of the authenticator, or by a recovery code.
         */
        post: operations["accounts_login_with_second_factor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get new tokens
         * @description Exchange a refresh token, from the body or the cookie, for new tokens. It is good once.
         *
         *     A token that comes a second time has been copied: its session ends, for whoever holds it.
         */
        post: operations["accounts_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log out
         * @description End the session on this device; its tokens are good for nothing from then on.
         */
        post: operations["accounts_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for an account
         * @description Have a link sent to an address, with which its owner makes an account. Where there is one, the mail says so.
         */
        post: operations["accounts_register"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/register/complete": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make an account
         * @description Make the account that a link is for, from a registration, an invitation or the set-up, and log in.
         */
        post: operations["accounts_complete_registration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/links/describe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What a link is for
         * @description Return what the link with this token is for, and leave it as good as it was.
         */
        post: operations["accounts_describe_link"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is asking
         * @description Return the user who is asking, or whose API key it is. A key of a project belongs to nobody.
         */
        get: operations["accounts_get_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change one's profile
         * @description Change one's name, language or time zone.
         */
        patch: operations["accounts_change_profile"];
        trace?: never;
    };
    "/api/v1/auth/password/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's password
         * @description Change one's password; every other device is logged out.
         */
        post: operations["accounts_change_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/forgot": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a new password
         * @description Have a link sent to an address, with which its owner sets a new password. The answer is always the same.
         */
        post: operations["accounts_forgot_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password/reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set a new password by a link
         * @description Set the password of the account that a link is for; every device is logged out.
         */
        post: operations["accounts_reset_password"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/change": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's address
         * @description Have a link sent to a new address, which puts it in force.
         */
        post: operations["accounts_change_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/send-verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a link to verify one's address
         * @description Have a link sent to one's address, which verifies it.
         */
        post: operations["accounts_send_verification"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/email/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify an address by a link
         * @description Put the address in force that a link was sent to.
         */
        post: operations["accounts_verify_email"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the devices one is logged in on
         * @description Return the devices, the last used first.
         */
        get: operations["accounts_list_sessions"];
        put?: never;
        post?: never;
        /**
         * Log all other devices out
         * @description End the sessions on all devices but this one.
         */
        delete: operations["accounts_revoke_other_sessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/sessions/{session_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Log a device out
         * @description End the session on a device.
         */
        delete: operations["accounts_revoke_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Set an authenticator up
         * @description Return the secret for an authenticator. It is in force once a code has confirmed that the authenticator has it.
         */
        post: operations["accounts_enrol_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Confirm an authenticator
         * @description Put an authenticator in force by its first code, and return recovery codes for when it is lost.
         */
        post: operations["accounts_confirm_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/totp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Disable the authenticator
         * @description Log in without a second factor from now on. It takes the password and a code, or a recovery code.
         */
        post: operations["accounts_disable_totp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/recovery-codes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make new recovery codes
         * @description Return new recovery codes; the old ones are good for nothing from then on.
         */
        post: operations["accounts_renew_recovery_codes"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's passkeys
         * @description Return one's passkeys.
         */
        get: operations["accounts_list_passkeys"];
        put?: never;
        /**
         * Make a passkey
         * @description Keep the passkey that the browser made.
         */
        post: operations["accounts_create_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/registration": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to make a passkey
         * @description Return what the browser needs to make a passkey. It takes the password, where the account has one.
         */
        post: operations["accounts_begin_passkey_registration"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/{passkey_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Delete a passkey
         * @description Let a passkey log in no more.
         */
        delete: operations["accounts_delete_passkey"];
        options?: never;
        head?: never;
        /**
         * Rename a passkey
         * @description Give a passkey another name.
         */
        patch: operations["accounts_rename_passkey"];
        trace?: never;
    };
    "/api/v1/auth/passkeys/login/begin": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to log in by a passkey
         * @description Return what the browser needs to log in by a passkey.
         */
        post: operations["accounts_begin_passkey_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/passkeys/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Log in by a passkey
         * @description Log in by what the browser answered. No code is asked for: the authenticator has verified its user.
         */
        post: operations["accounts_login_with_passkey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/single-sign-on": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to sign on
         * @description Return where the browser has to go to sign on. A cookie ties what follows to this browser.
         */
        post: operations["accounts_begin_single_sign_on"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/single-sign-on/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the provider sends the browser back to
         * @description Log in whom the provider names, with the refresh token in the cookie, and go on to where they came from.
         *
         *     Where that fails, the page for signing in is told so by `problem`.
         */
        get: operations["accounts_finish_single_sign_on"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List one's API keys
         * @description Return one's API keys without their secrets, the newest first; revoked ones too.
         */
        get: operations["accounts_list_keys"];
        put?: never;
        /**
         * Make an API key
         * @description Make a key for programs. It is shown in this answer and never again.
         */
        post: operations["accounts_create_key"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/keys/{key_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Make a key good for nothing.
         */
        delete: operations["accounts_revoke_key"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List users
         * @description Return users by address; `sort` is one of `email`, `name`, `created_at`.
         */
        get: operations["accounts_list_users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List invitations
         * @description Return the invitations that were not used yet, the newest first.
         */
        get: operations["accounts_list_invitations"];
        put?: never;
        /**
         * Invite somebody
         * @description Invite somebody to make an account. The link goes to them by mail; it is shown here too, this once.
         */
        post: operations["accounts_create_invitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/invitations/{invitation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an invitation back
         * @description Make the link of an invitation good for nothing.
         */
        delete: operations["accounts_revoke_invitation"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a user
         * @description Return a user.
         */
        get: operations["accounts_get_user"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change a user
         * @description Rename, deactivate or reactivate a user, or change whether they administer the platform.
         *
         *     Whose rights change, or who is deactivated, is logged out everywhere. The last administrator stays one.
         */
        patch: operations["accounts_change_user"];
        trace?: never;
    };
    "/api/v1/users/{user_id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Log a user out everywhere
         * @description End every session of a user.
         */
        delete: operations["accounts_log_user_out"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{user_id}/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take a second factor away
         * @description Let a user who has lost authenticator and recovery codes log in by the password alone, and tell them so.
         */
        delete: operations["accounts_disable_totp_of_user"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List audit entries
         * @description Return entries of the audit log, newest first.
         */
        get: operations["audit_list_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export audit entries
         * @description Return all entries that fit as a file. That it was exported is itself an entry of the log.
         */
        get: operations["audit_export_entries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Verify the chain of the audit log
         * @description Look whether the newest entries, up to 20,000, are as they were written, and chained to one another.
         */
        get: operations["audit_verification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all rules
         * @description Return every rule that the scanners of this release can report. The list changes with the release only.
         */
        get: operations["rules_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rules/{rule_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a rule
         * @description Return a rule with all of its text, and how many open findings of it the caller may see.
         */
        get: operations["rules_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/administration/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the parts of the platform are
         * @description Return how database, replica, Valkey, disk and advisories are. A part that does not answer is said to be so.
         */
        get: operations["administration_health"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/administration/queue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What waits and runs, and who works
         * @description Return the scans that wait and run, without what they scan, and the workers. Asking the workers takes a second.
         */
        get: operations["administration_queue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/administration/settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The settings in force
         * @description Return the settings of this process. Secrets say only whether they are set.
         */
        get: operations["administration_settings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountInvitation
         * @description An invitation that was not used yet.
         */
        AccountInvitation: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            /** Is Administrator */
            is_administrator: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * ActorChange
         * @description What changes about an actor; a secret that is left out stays.
         */
        ActorChange: {
            /** Name */
            name?: string;
            role?: components["schemas"]["ActorRole"];
            /** Username */
            username?: string;
            /** Password */
            password?: string;
            /** Headers */
            headers?: components["schemas"]["ActorHeader"][];
        };
        /**
         * ActorHeader
         * @description A header that says who somebody is, such as a token or a cookie.
         */
        ActorHeader: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * ActorRole
         * @description What somebody as whom an API is asked may be expected to do.
         * @enum {string}
         */
        ActorRole: "user" | "administrator";
        /**
         * ActorShown
         * @description Somebody as whom the API is asked, without their secrets.
         */
        ActorShown: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /** Name */
            name: string;
            role: components["schemas"]["ActorRole"];
            /** Username */
            username: string;
            /** Header Names */
            header_names: string[];
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Addition
         * @description What came of adding somebody: one of the two.
         *
         *     Who shares a team with you already, or any user where you administer the platform, is a member at once. Everybody
         *     else gets an invitation by mail, whether or not they have an account.
         */
        Addition: {
            member: components["schemas"]["Member"] | null;
            invitation: components["schemas"]["Invitation"] | null;
        };
        /**
         * AdviceAnswer
         * @description What a language model wrote. It may be wrong; nothing of it is a fact of the platform.
         */
        AdviceAnswer: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "explanation" | "fix";
            /**
             * Text
             * @description Plain text; to be shown as such.
             */
            text: string;
            /** Model */
            model: string;
            /**
             * Endpoint
             * @description The host that was asked.
             */
            endpoint: string;
            /**
             * Written At
             * Format: date-time
             */
            written_at: string;
            /** Cached */
            cached: boolean;
            /**
             * Machine Written
             * @constant
             */
            machine_written: true;
            /**
             * Sent
             * @description What of the finding the model was told; secrets are masked.
             */
            sent: string[];
        };
        /**
         * AdviceRequest
         * @description What a language model is asked to write.
         */
        AdviceRequest: {
            /**
             * Kind
             * @default explanation
             * @enum {string}
             */
            kind?: "explanation" | "fix";
            /**
             * Again
             * @description Ask anew, though an answer is kept.
             * @default false
             */
            again?: boolean;
        };
        /**
         * AdvisoriesPart
         * @description The published flaws that scans of packages look into.
         */
        AdvisoriesPart: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "missing" | "damaged";
            /** Updated At */
            updated_at: string | null;
            /** Bytes */
            bytes: number | null;
            /** Advisories */
            advisories: number | null;
            /**
             * Detail
             * @description What is wrong, and what to do.
             */
            detail: string | null;
        };
        /**
         * AdvisoryStore
         * @description The advisories that scans on this server look into.
         */
        AdvisoryStore: {
            /** Source */
            source: string;
            /**
             * Built
             * @description When the store was made; empty for the handful that comes with the platform.
             */
            built: string;
            /**
             * Handful
             * @description Only the few advisories that come with the platform.
             */
            handful: boolean;
            /** Advisories */
            advisories: number;
            /** Packages */
            packages: number;
            /** Per Ecosystem */
            per_ecosystem: {
                [key: string]: number;
            };
            /**
             * Problem
             * @description Why the store cannot be used; empty where it can.
             */
            problem: string;
            /**
             * Daily
             * @description Whether the platform fetches the advisories every day.
             */
            daily: boolean;
            last_update: components["schemas"]["AdvisoryUpdate"] | null;
        };
        /**
         * AdvisoryUpdate
         * @description One update of the advisory store.
         */
        AdvisoryUpdate: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            state: components["schemas"]["UpdateState"];
            /** Source */
            source: string;
            /**
             * Started By
             * @description Null for the daily update.
             */
            started_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Reason
             * @description Why it failed.
             */
            reason: string | null;
            report: components["schemas"]["UpdateReport"];
        };
        /**
         * AllowedHost
         * @description A host or network whose targets are scanned without proof, and which may be private.
         */
        AllowedHost: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Host */
            host: string;
            /** Reason */
            reason: string;
            /** Added By */
            added_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * ApiKey
         * @description An API key, without its secret.
         */
        ApiKey: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Prefix
             * @description How the key begins.
             */
            prefix: string;
            /** Name */
            name: string;
            /** User Id */
            user_id: string | null;
            /** Project Id */
            project_id: string | null;
            /** Scopes */
            scopes: string[];
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Revoked At */
            revoked_at: string | null;
        };
        /**
         * ApiKeys
         * @description API keys, the newest first.
         */
        ApiKeys: {
            /** Items */
            items: components["schemas"]["ApiKey"][];
        };
        /**
         * ApiScanSettings
         * @description How an API scan goes about its work.
         */
        ApiScanSettings: {
            /** @default standard */
            profile?: components["schemas"]["Profile"];
            /**
             * Exclude
             * @description Patterns of URLs that are not asked.
             */
            exclude?: string[];
            /**
             * Only
             * @description Rules to look for; none means all.
             */
            only?: string[];
            /**
             * Login
             * @description The operation to log in with, such as `POST /login`, where it is not found.
             * @default
             */
            login?: string;
            /**
             * Register Users
             * @description Register users where fewer than two are set up and the API lets anybody in.
             * @default true
             */
            register_users?: boolean;
            /**
             * Use Actors
             * @description Log in the actors that are set up for the target.
             * @default true
             */
            use_actors?: boolean;
            /**
             * Max Requests
             * @default 3000
             */
            max_requests?: number | null;
            /**
             * Time Limit
             * @description Seconds.
             * @default 600
             */
            time_limit?: number | null;
            /** Requests Per Second */
            requests_per_second?: number | null;
            /**
             * Allow Destructive
             * @description Also change and delete what others own; maintainers only.
             * @default false
             */
            allow_destructive?: boolean;
            /**
             * Verify Tls
             * @default true
             */
            verify_tls?: boolean;
        };
        /**
         * ApiSetup
         * @description What is known of the API of a target.
         */
        ApiSetup: {
            description: components["schemas"]["Description"] | null;
            /** Actors */
            actors: components["schemas"]["ActorShown"][];
        };
        /**
         * Archived
         * @description Whether archived projects are wanted.
         * @enum {string}
         */
        Archived: "no" | "only" | "also";
        /**
         * Attempt
         * @description What one way of proving has shown.
         */
        Attempt: {
            method: components["schemas"]["VerificationMethod"];
            /**
             * Looked At
             * @description The address or name that was asked.
             */
            looked_at: string;
            /**
             * Looked For
             * @description What had to be there.
             */
            looked_for: string;
            /**
             * Seen
             * @description What was there instead, or that it was found.
             */
            seen: string;
            /** Proven */
            proven: boolean;
        };
        /**
         * AuditEntry
         * @description One entry of the audit log.
         */
        AuditEntry: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * At
             * Format: date-time
             */
            at: string;
            /**
             * Action
             * @description The thing and what was done to it, such as `project.created`.
             */
            action: string;
            /**
             * Actor User Id
             * @description Who did it; null for the platform itself or nobody known.
             */
            actor_user_id: string | null;
            /** Actor Name */
            actor_name: string | null;
            /** Actor Email */
            actor_email: string | null;
            /**
             * Actor Api Key Id
             * @description The API key it was done with.
             */
            actor_api_key_id: string | null;
            /** Ip */
            ip: string;
            /** User Agent */
            user_agent: string;
            /**
             * Request Id
             * @description Names the request in the log.
             */
            request_id: string;
            /** Object Type */
            object_type: string;
            /** Object Id */
            object_id: string | null;
            /** Team Id */
            team_id: string | null;
            /** Project Id */
            project_id: string | null;
            /**
             * Before
             * @description What changed, as it was before.
             */
            before: {
                [key: string]: unknown;
            } | null;
            /**
             * After
             * @description What changed, as it is after.
             */
            after: {
                [key: string]: unknown;
            } | null;
            /**
             * Position
             * @description Place in the chain; null for a few seconds after the entry was written.
             */
            position: number | null;
            /**
             * Hash
             * @description Hash that chains the entry to the one before, in hexadecimal.
             */
            hash: string | null;
        };
        /**
         * AuditFault
         * @description A place where the log was tampered with.
         */
        AuditFault: {
            /** Position */
            position: number;
            /** What */
            what: string;
            /** Entry Id */
            entry_id: string | null;
            /** At */
            at: string | null;
            /** Action */
            action: string | null;
        };
        /**
         * AuditVerification
         * @description What looking at the newest entries of the chain has shown.
         */
        AuditVerification: {
            /**
             * Verified At
             * Format: date-time
             */
            verified_at: string;
            /**
             * Entries
             * @description How many were looked at.
             */
            entries: number;
            /**
             * From Position
             * @description The first of them; `securestack audit verify` looks at all, from 1.
             */
            from_position: number;
            /** Head Position */
            head_position: number;
            /**
             * Head
             * @description The end of the chain, as `position:hash`; kept elsewhere, it proves that nothing was cut off.
             */
            head: string;
            /**
             * Waiting
             * @description Entries that are not chained yet.
             */
            waiting: number;
            /** Waiting Since */
            waiting_since: string | null;
            /** Intact */
            intact: boolean;
            /**
             * Faults
             * @description At most 100.
             */
            faults: components["schemas"]["AuditFault"][];
            /** More Faults */
            more_faults: number;
        };
        /**
         * Basis
         * @description What the score starts from.
         * @enum {string}
         */
        Basis: "model" | "severity";
        /**
         * Batch
         * @description Several scans to be started at once; what cannot be started does not keep the others from it.
         */
        Batch: {
            /** Scans */
            scans: (components["schemas"]["NewWebScan"] | components["schemas"]["NewApiScan"] | components["schemas"]["NewDependencyScan"] | components["schemas"]["UploadToScan"])[];
        };
        /**
         * BatchAnswer
         * @description What became of a batch, in its order.
         */
        BatchAnswer: {
            /** Items */
            items: components["schemas"]["BatchResult"][];
        };
        /**
         * BatchResult
         * @description What became of one scan of a batch: the scan, or the problem that kept it from being started.
         */
        BatchResult: {
            scan: components["schemas"]["ScanDetail"] | null;
            problem: components["schemas"]["ProblemDocument"] | null;
        };
        /**
         * BillFormat
         * @description How a bill is written.
         * @enum {string}
         */
        BillFormat: "cyclonedx" | "cyclonedx-xml" | "spdx" | "spdx-tag-value";
        /**
         * BulkChange
         * @description A change of many findings of a project: those with these ids, or all that a filter finds.
         */
        BulkChange: {
            /** Ids */
            ids?: string[];
            filter?: components["schemas"]["FindingFilter"];
            change: components["schemas"]["FindingChange"];
        };
        /**
         * BulkResult
         * @description What became of the findings that were meant.
         */
        BulkResult: {
            /** Matched */
            matched: number;
            /** Changed */
            changed: number;
            /**
             * Unchanged
             * @description They were so already.
             */
            unchanged: number;
            /**
             * Refused
             * @description They cannot be changed so, such as reopening what is open.
             */
            refused: number;
            /**
             * Missing
             * @description Ids that are no findings of this project.
             */
            missing: number;
        };
        /**
         * Certainty
         * @description How much the score had to go on.
         * @enum {string}
         */
        Certainty: "high" | "medium" | "low";
        /**
         * ComparedFinding
         * @description A finding in a comparison.
         */
        ComparedFinding: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Rule Id */
            rule_id: string;
            /** Title */
            title: string;
            /** Severity */
            severity: string;
            /** Location */
            location: string;
            /** State */
            state: string;
        };
        /**
         * ComparedStore
         * @description The advisories that were looked up.
         */
        ComparedStore: {
            /** Source */
            source: string;
            /** Built */
            built: string;
            /**
             * Handful
             * @description Only the few advisories that come with the platform.
             */
            handful: boolean;
            /** Advisories */
            advisories: number;
        };
        /**
         * Comparison
         * @description What two scans saw: of each list at most a thousand are shown, the worst first.
         */
        Comparison: {
            /**
             * Before
             * Format: uuid
             */
            before: string;
            /**
             * After
             * Format: uuid
             */
            after: string;
            /** Appeared Count */
            appeared_count: number;
            /** Disappeared Count */
            disappeared_count: number;
            /** Common Count */
            common_count: number;
            /** Appeared */
            appeared: components["schemas"]["ComparedFinding"][];
            /** Disappeared */
            disappeared: components["schemas"]["ComparedFinding"][];
        };
        /**
         * Confidence
         * @description How sure the scanner is that a finding is real.
         * @enum {string}
         */
        Confidence: "tentative" | "firm" | "certain";
        /**
         * Confirmation
         * @description The password, asked for again before something grave; not needed for accounts without one.
         */
        Confirmation: {
            /** Password */
            password?: string | null;
        };
        /**
         * Counted
         * @description A value and how many packages have it.
         */
        Counted: {
            /** Value */
            value: string;
            /** Count */
            count: number;
        };
        /**
         * CreatedApiKey
         * @description An API key with its secret, which is shown this once.
         */
        CreatedApiKey: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Prefix
             * @description How the key begins.
             */
            prefix: string;
            /** Name */
            name: string;
            /** User Id */
            user_id: string | null;
            /** Project Id */
            project_id: string | null;
            /** Scopes */
            scopes: string[];
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Expires At */
            expires_at: string | null;
            /** Last Used At */
            last_used_at: string | null;
            /** Revoked At */
            revoked_at: string | null;
            /**
             * Key
             * @description Send it as `Authorization: Bearer …`.
             */
            key: string;
        };
        /**
         * CreatedInvitation
         * @description An invitation with its link, which is shown this once; it was also sent by mail.
         */
        CreatedInvitation: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            /** Is Administrator */
            is_administrator: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /** Link */
            link: string;
        };
        /**
         * Credentials
         * @description Who the scan is. Kept encrypted while the scan waits and runs, and deleted when it has ended.
         */
        Credentials: {
            /** Headers */
            headers?: components["schemas"]["Header"][];
            /**
             * Login Url
             * @description The page with the login form.
             * @default
             */
            login_url?: string;
            /**
             * Username
             * @default
             */
            username?: string;
            /**
             * Password
             * @default
             */
            password?: string;
        };
        /**
         * DatabasePart
         * @description The database.
         */
        DatabasePart: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "does not answer" | "not set";
            /** Version */
            version: string | null;
            /**
             * Bytes
             * @description Size of the database.
             */
            bytes: number | null;
            /**
             * Connections
             * @description How many connections are open to it, of all processes.
             */
            connections: number | null;
            /** Most Connections */
            most_connections: number | null;
            /**
             * Embedded
             * @description Whether it is the platform's own, in its data folder.
             */
            embedded: boolean;
        };
        /**
         * Day
         * @description How things stood at the end of a day in UTC; of today, how they stand now.
         */
        Day: {
            /**
             * Day
             * Format: date
             */
            day: string;
            /** Critical */
            critical: number;
            /** High */
            high: number;
            /** Medium */
            medium: number;
            /** Low */
            low: number;
            /** Informational */
            informational: number;
            /** Overdue */
            overdue: number;
            /**
             * Appeared
             * @description Findings seen for the first time on the day.
             */
            appeared: number;
            /**
             * Fixed
             * @description Findings fixed on the day.
             */
            fixed: number;
        };
        /**
         * DecidedState
         * @description The states people put findings into.
         * @enum {string}
         */
        DecidedState: "open" | "confirmed" | "false-positive" | "accepted" | "fixed" | "reopened";
        /**
         * Decision
         * @description What CISA's tree says to do, from least to most urgent.
         * @enum {string}
         */
        Decision: "track" | "track*" | "attend" | "act";
        /**
         * DependencyScanSettings
         * @description How a dependency scan goes about its work.
         */
        DependencyScanSettings: {
            /**
             * Development
             * @description Look up packages that are needed only for building and testing as well.
             * @default true
             */
            development?: boolean;
            /**
             * Upload Id
             * @description The upload of the target to look at; without one the newest.
             */
            upload_id?: string | null;
        };
        /**
         * Description
         * @description The description of a target's API.
         */
        Description: {
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Url
             * @description Where it lies; empty where it was uploaded.
             */
            url: string;
            /** File Name */
            file_name: string;
            /**
             * Format
             * @description Such as `OpenAPI 3.1.0`; empty where only the address is known.
             */
            format: string;
            /** Title */
            title: string;
            /** Operation Count */
            operation_count: number;
            /**
             * Size
             * @description Bytes.
             */
            size: number;
            /** Sha256 */
            sha256: string;
            /**
             * Notices
             * @description What of it could not be read.
             */
            notices?: string[];
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * Device
         * @description A device on which one is logged in.
         */
        Device: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Is Current */
            is_current: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Last Used At
             * Format: date-time
             */
            last_used_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
            /**
             * Method
             * @description How one logged in there.
             */
            method: string;
            /** Ip */
            ip: string;
            /** User Agent */
            user_agent: string;
        };
        /**
         * Devices
         * @description The devices on which one is logged in, the last used first.
         */
        Devices: {
            /** Items */
            items: components["schemas"]["Device"][];
        };
        /**
         * DiskPart
         * @description The disk with the data folder.
         */
        DiskPart: {
            /** Folder */
            folder: string;
            /** Free Bytes */
            free_bytes: number;
            /** Total Bytes */
            total_bytes: number;
        };
        /**
         * DnsProof
         * @description A TXT record that proves control.
         */
        DnsProof: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * EmailChange
         * @description A new address; a link that is sent there puts it in force.
         */
        EmailChange: {
            /** Email */
            email: string;
            /**
             * Password
             * @description Not needed for accounts without one.
             */
            password?: string | null;
        };
        /**
         * ExportFormat
         * @description How exported entries are written.
         * @enum {string}
         */
        ExportFormat: "csv" | "jsonl";
        /**
         * Exposure
         * @description Who can reach what a project ships.
         * @enum {string}
         */
        Exposure: "private" | "internal" | "internet";
        /**
         * FacetValue
         * @description One value of a filter and how many of the findings have it.
         */
        FacetValue: {
            /** Value */
            value: string;
            /** Count */
            count: number;
            /**
             * Label
             * @description What people call it: the name of a target or of somebody, the title of a rule.
             */
            label?: string | null;
        };
        /**
         * Facets
         * @description How many findings there are of each value. Values of a filter that is set are counted as if it were not set.
         */
        Facets: {
            /** Total */
            total: number;
            /**
             * Exact
             * @description False where there are so many that the total was estimated from a sample of them.
             */
            exact: boolean;
            /**
             * Estimated
             * @description The names of all counts here that were estimated; the others are exact.
             */
            estimated: string[];
            /** State */
            state: components["schemas"]["FacetValue"][];
            /** Severity */
            severity: components["schemas"]["FacetValue"][];
            /** Priority Level */
            priority_level: components["schemas"]["FacetValue"][];
            /**
             * Overdue
             * @description How many are still to be done and past their due date.
             */
            overdue: number;
            /** Confidence */
            confidence: components["schemas"]["FacetValue"][];
            /** Origin */
            origin: components["schemas"]["FacetValue"][];
            /**
             * Rule
             * @description The most frequent.
             */
            rule: components["schemas"]["FacetValue"][];
            /**
             * Cwe
             * @description The most frequent.
             */
            cwe: components["schemas"]["FacetValue"][];
            /**
             * Target
             * @description The most frequent.
             */
            target: components["schemas"]["FacetValue"][];
            /**
             * Assignee
             * @description The most frequent; `none` for what nobody has.
             */
            assignee: components["schemas"]["FacetValue"][];
        };
        /**
         * FieldFault
         * @description What is wrong with one part of a request.
         */
        FieldFault: {
            /**
             * Field
             * @description Where it stands, such as `body.name` or `query.limit`.
             */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * FileProof
         * @description A file that proves control.
         */
        FileProof: {
            /** Url */
            url: string;
            /** Content */
            content: string;
        };
        /**
         * FindingChange
         * @description What is decided about findings; what is left out stays.
         */
        FindingChange: {
            state?: components["schemas"]["DecidedState"];
            /**
             * Reason
             * @description Why; a false positive and an accepted risk need one.
             */
            reason?: string;
            /**
             * Accepted Until
             * Format: date-time
             * @description When an accepted risk is looked at again; only, and always, with `accepted`.
             */
            accepted_until?: string;
            /**
             * Assignee Id
             * @description A member of the team; null for nobody.
             */
            assignee_id?: string | null;
            /**
             * Due At
             * @description Null for what the project's deadlines say.
             */
            due_at?: string | null;
            /** @description Null for what was found. */
            severity?: components["schemas"]["Severity"] | null;
            /** Comment */
            comment?: string;
        };
        /**
         * FindingDetail
         * @description A finding with everything that is known about it.
         */
        FindingDetail: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Project Name */
            project_name: string;
            /** Rule Id */
            rule_id: string;
            /** Title */
            title: string;
            severity: components["schemas"]["Severity"];
            state: components["schemas"]["FindingState"];
            confidence: components["schemas"]["Confidence"];
            /**
             * Location
             * @description Where it is, in one line.
             */
            location: string;
            /**
             * Summary
             * @description The beginning of what was seen.
             */
            summary: string;
            /** Origin */
            origin: string;
            /** Target Id */
            target_id: string | null;
            /** Target Name */
            target_name: string | null;
            /**
             * First Seen At
             * Format: date-time
             */
            first_seen_at: string;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /** Times Seen */
            times_seen: number;
            /** Assignee Id */
            assignee_id: string | null;
            /** Assignee Name */
            assignee_name: string | null;
            /** Due At */
            due_at: string | null;
            /** Overdue */
            overdue: boolean;
            /** Priority */
            priority: number;
            priority_level: components["schemas"]["PriorityLevel"];
            /** Version */
            version: number;
            /**
             * Place
             * @description Where it is, in parts.
             */
            place: {
                [key: string]: unknown;
            };
            /** Fingerprint */
            fingerprint: string;
            /** @description As found; `severity` is what people made of it. */
            rule_severity: components["schemas"]["Severity"];
            /** Severity By Person */
            severity_by_person: boolean;
            /** Due By Person */
            due_by_person: boolean;
            /** State Reason */
            state_reason: string | null;
            /** State Changed At */
            state_changed_at: string | null;
            /** Accepted Until */
            accepted_until: string | null;
            /** Fixed At */
            fixed_at: string | null;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            rule: components["schemas"]["RuleText"];
            /** Evidence */
            evidence: {
                [key: string]: unknown;
            } | null;
            /**
             * History
             * @description The newest, newest first; more at `/history`.
             */
            history: components["schemas"]["HistoryEntry"][];
            /**
             * Seen By
             * @description The newest scans and imports that saw it, newest first.
             */
            seen_by: components["schemas"]["SeenBy"][];
        };
        /**
         * FindingEventKind
         * @description What happened to a finding.
         * @enum {string}
         */
        FindingEventKind: "found" | "state" | "comment" | "assignment" | "due" | "severity" | "merge" | "retest";
        /**
         * FindingFilter
         * @description Which findings are meant. Values of one filter are alternatives; all filters have to fit.
         */
        FindingFilter: {
            /**
             * State
             * @default []
             */
            state?: components["schemas"]["FindingState"][];
            /**
             * Severity
             * @default []
             */
            severity?: components["schemas"]["Severity"][];
            /**
             * Rule
             * @description Ids of rules.
             * @default []
             */
            rule?: string[];
            /**
             * Cwe
             * @description Numbers of the Common Weakness Enumeration.
             * @default []
             */
            cwe?: number[];
            /**
             * Target
             * @default []
             */
            target?: string[];
            /**
             * Assignee
             * @description Ids of users; `me`, or `none` for what nobody has.
             * @default []
             */
            assignee?: (string | ("me" | "none"))[];
            /**
             * Origin
             * @description Scanners, or tools that were imported.
             * @default []
             */
            origin?: string[];
            /**
             * Confidence
             * @default []
             */
            confidence?: components["schemas"]["Confidence"][];
            /**
             * Overdue
             * @description Whether it is still to be done and past its due date.
             */
            overdue?: boolean | null;
            /** First Seen From */
            first_seen_from?: string | null;
            /**
             * First Seen To
             * @description Before this time.
             */
            first_seen_to?: string | null;
            /** Last Seen From */
            last_seen_from?: string | null;
            /**
             * Last Seen To
             * @description Before this time.
             */
            last_seen_to?: string | null;
            /** Due From */
            due_from?: string | null;
            /**
             * Due To
             * @description Before this time.
             */
            due_to?: string | null;
            /**
             * Priority Level
             * @default []
             */
            priority_level?: components["schemas"]["PriorityLevel"][];
            /** Priority From */
            priority_from?: number | null;
            /**
             * Priority To
             * @description Included.
             */
            priority_to?: number | null;
            /**
             * Scan
             * @description Seen by this scan or import.
             */
            scan?: string | null;
            /**
             * New In Scan
             * @description With `scan`: seen by it first, or not.
             */
            new_in_scan?: boolean | null;
            /**
             * Search
             * @description Words of title, rule, place or summary; "in quotes" a phrase, -word without it.
             */
            search?: string | null;
        };
        /**
         * FindingImport
         * @description A file of findings that was taken in.
         */
        FindingImport: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Target Id */
            target_id: string | null;
            /** Format */
            format: string;
            /** Tool */
            tool: string;
            /** File Name */
            file_name: string;
            statistics: components["schemas"]["ImportCounts"];
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * FindingItem
         * @description A finding as lists show it.
         */
        FindingItem: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Project Name */
            project_name: string;
            /** Rule Id */
            rule_id: string;
            /** Title */
            title: string;
            severity: components["schemas"]["Severity"];
            state: components["schemas"]["FindingState"];
            confidence: components["schemas"]["Confidence"];
            /**
             * Location
             * @description Where it is, in one line.
             */
            location: string;
            /**
             * Summary
             * @description The beginning of what was seen.
             */
            summary: string;
            /** Origin */
            origin: string;
            /** Target Id */
            target_id: string | null;
            /** Target Name */
            target_name: string | null;
            /**
             * First Seen At
             * Format: date-time
             */
            first_seen_at: string;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /** Times Seen */
            times_seen: number;
            /** Assignee Id */
            assignee_id: string | null;
            /** Assignee Name */
            assignee_name: string | null;
            /** Due At */
            due_at: string | null;
            /** Overdue */
            overdue: boolean;
            /** Priority */
            priority: number;
            priority_level: components["schemas"]["PriorityLevel"];
            /** Version */
            version: number;
        };
        /**
         * FindingPriority
         * @description A score from 0 to 100 with what adds up to it: `base` plus the points of all reasons is `total`.
         */
        FindingPriority: {
            /**
             * Finding Id
             * Format: uuid
             */
            finding_id: string;
            /**
             * Number
             * @description The score as lists show it, rounded down.
             */
            number: number;
            /**
             * Score
             * @description `total`, cut at 0 and 100.
             */
            score: number;
            /** Total */
            total: number;
            level: components["schemas"]["PriorityLevel"];
            /**
             * Levels
             * @description From which score on each level is reached.
             */
            levels: {
                [key: string]: number;
            };
            /** @description `model`: how much it resembles what is exploited; `severity`: a scanner's or person's word. */
            basis: components["schemas"]["Basis"];
            /** Base */
            base: number;
            /** Reasons */
            reasons: components["schemas"]["PriorityReason"][];
            ssvc: components["schemas"]["SsvcAnswer"];
            certainty: components["schemas"]["Certainty"];
            /**
             * Missing
             * @description What would have made the score surer.
             */
            missing: string[];
            /**
             * Percentile
             * @description How many percent of a frozen set of CVEs the model's part lies above.
             */
            percentile: number | null;
            /**
             * Model
             * @description The day on which the knowledge of the model ends.
             */
            model: string;
            /**
             * Policy
             * @description The policy that made it: `default`, or the version of the team's own.
             */
            policy: string;
            /**
             * Scored At
             * @description When this explanation was first made.
             */
            scored_at: string | null;
            /**
             * Updating
             * @description Whether the project's findings are being scored anew.
             */
            updating: boolean;
        };
        /**
         * FindingState
         * @description Where a finding stands in its life.
         * @enum {string}
         */
        FindingState: "open" | "confirmed" | "false-positive" | "accepted" | "fixed" | "reopened";
        /**
         * FindingStatistics
         * @description How a project stands.
         */
        FindingStatistics: {
            /** Open By Severity */
            open_by_severity: {
                [key: string]: number;
            };
            /** Open */
            open: number;
            /** Overdue */
            overdue: number;
            /** Overdue By Severity */
            overdue_by_severity: {
                [key: string]: number;
            };
            /** Accepted */
            accepted: number;
            /** Unassigned */
            unassigned: number;
            /**
             * Mean Seconds To Fix
             * @description Of what was fixed in the last 90 days.
             */
            mean_seconds_to_fix: number | null;
            /**
             * Weeks
             * @description The last twelve, oldest first.
             */
            weeks: components["schemas"]["WeekCount"][];
        };
        /**
         * FlawChange
         * @description A published flaw of a package.
         */
        FlawChange: {
            /** Ecosystem */
            ecosystem: string;
            /** Name */
            name: string;
            /** Flaw */
            flaw: string;
        };
        /**
         * Header
         * @description A header that is sent with every request of a scan, such as a bearer token.
         */
        Header: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * Health
         * @description How the platform is: `ok`, or the names of the parts that do not answer.
         */
        Health: {
            /** Status */
            status: string;
            /**
             * Parts
             * @default {}
             */
            parts?: {
                [key: string]: string;
            };
        };
        /**
         * HistoryEntry
         * @description Something that happened to a finding.
         */
        HistoryEntry: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            kind: components["schemas"]["FindingEventKind"];
            /**
             * At
             * Format: date-time
             */
            at: string;
            /** @description Null where the platform itself did it. */
            user: components["schemas"]["Person"] | null;
            /** Scan Id */
            scan_id: string | null;
            /** Before */
            before: {
                [key: string]: unknown;
            } | null;
            /** After */
            after: {
                [key: string]: unknown;
            } | null;
            /** Text */
            text: string | null;
        };
        /**
         * ImportCounts
         * @description What a file held.
         */
        ImportCounts: {
            /** Findings */
            findings: number;
            /** New */
            new: number;
            /**
             * Known
             * @description Seen before by another scan or import.
             */
            known: number;
            /** Reopened */
            reopened: number;
        };
        /**
         * InventorySummary
         * @description What a project is made of, in numbers, and where that comes from.
         */
        InventorySummary: {
            /** Packages */
            packages: number;
            /** Vulnerable */
            vulnerable: number;
            /** Direct */
            direct: number;
            /** Ecosystems */
            ecosystems: components["schemas"]["Counted"][];
            /**
             * Manifests
             * @description At most 500.
             */
            manifests: components["schemas"]["ManifestCount"][];
        };
        /**
         * Invitation
         * @description An invitation that waits for its answer.
         */
        Invitation: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Team Id
             * Format: uuid
             */
            team_id: string;
            /** Team Name */
            team_name: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            /**
             * Invited By
             * @description Name of who invited.
             */
            invited_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * InvitationToken
         * @description The secret of an invitation, from the link in its mail.
         */
        InvitationToken: {
            /** Token */
            token: string;
        };
        /**
         * Invitations
         * @description The invitations that were not used yet, the newest first.
         */
        Invitations: {
            /** Items */
            items: components["schemas"]["AccountInvitation"][];
        };
        /**
         * Joined
         * @description The team somebody has joined.
         */
        Joined: {
            /**
             * Team Id
             * Format: uuid
             */
            team_id: string;
            role: components["schemas"]["Role"];
        };
        /**
         * LanguageModelAnswer
         * @description Whether a language model can be asked, and which.
         */
        LanguageModelAnswer: {
            /** Enabled */
            enabled: boolean;
            /** Model */
            model: string | null;
            /**
             * Endpoint
             * @description The host that is asked.
             */
            endpoint: string | null;
        };
        /**
         * Level
         * @description How much something matters.
         * @enum {string}
         */
        Level: "low" | "medium" | "high" | "critical";
        /**
         * LicenceChange
         * @description A package whose declared licences differ.
         */
        LicenceChange: {
            /** Ecosystem */
            ecosystem: string;
            /** Name */
            name: string;
            /** Before */
            before: string[];
            /** After */
            after: string[];
        };
        /**
         * LicenceCount
         * @description A licence of a project's packages.
         */
        LicenceCount: {
            /**
             * Licence
             * @description An SPDX expression; empty for packages that declare none.
             */
            licence: string;
            verdict: components["schemas"]["Verdict"];
            /** Count */
            count: number;
            /**
             * Examples
             * @description Names of some packages that have it.
             */
            examples: string[];
        };
        /**
         * LicenceOverview
         * @description The licences of a project's packages, the worst first.
         */
        LicenceOverview: {
            /**
             * Source
             * @description Where the policy was written: `project`, `team` or `default`.
             */
            source: string;
            /** Allow */
            allow: number;
            /** Warn */
            warn: number;
            /** Deny */
            deny: number;
            /**
             * Licences
             * @description At most 1,000.
             */
            licences: components["schemas"]["LicenceCount"][];
        };
        /**
         * LicencePolicyAnswer
         * @description The licence policy that holds for a team or a project.
         */
        LicencePolicyAnswer: {
            /**
             * Source
             * @description Where it was written: `project`, `team` or `default`.
             */
            source: string;
            rules: components["schemas"]["LicenceRules"];
            /** Updated At */
            updated_at: string | null;
            /** Version */
            version: number;
        };
        /**
         * LicenceRules
         * @description Which licences may be used, as SPDX identifiers; one may end in `*`, and `X WITH exception` stands for the whole.
         */
        LicenceRules: {
            /** Allow */
            allow?: string[];
            /** Warn */
            warn?: string[];
            /** Deny */
            deny?: string[];
            /**
             * @description Of what is not listed.
             * @default warn
             */
            others?: components["schemas"]["Verdict"];
            /** @description Of packages that declare none; like `others` where null. */
            unknown?: components["schemas"]["Verdict"] | null;
        };
        /**
         * LinkDescription
         * @description What a link is for.
         */
        LinkDescription: {
            /**
             * Purpose
             * @enum {string}
             */
            purpose: "setup" | "invite" | "verify" | "reset";
            /**
             * Email
             * @description The address it was sent to; null for the set-up link.
             */
            email: string | null;
            /**
             * Makes Account
             * @description Whether following it makes an account; others belong to one.
             */
            makes_account: boolean;
            /**
             * Expires At
             * Format: date-time
             */
            expires_at: string;
        };
        /**
         * LinkToken
         * @description The token of a link: what stands behind its #.
         */
        LinkToken: {
            /** Token */
            token: string;
        };
        /**
         * Login
         * @description Who one is, by password.
         */
        Login: {
            /** Email */
            email: string;
            /**
             * Password
             * Format: password
             */
            password: string;
            /** @default body */
            remember?: components["schemas"]["Remember"];
        };
        /**
         * MailSent
         * @description A mail is on its way, where there is reason for one. The answer is the same where there is not.
         */
        MailSent: {
            /** Detail */
            detail: string;
        };
        /**
         * ManifestCount
         * @description A file that names packages.
         */
        ManifestCount: {
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /** Target */
            target: string;
            /** Manifest */
            manifest: string;
            /** Kind */
            kind: string;
            /** Count */
            count: number;
            /** Vulnerable */
            vulnerable: number;
            /** Scan Id */
            scan_id: string | null;
            /**
             * Seen At
             * @description When the scan that read it ended.
             */
            seen_at: string | null;
        };
        /**
         * Me
         * @description The user who is asking.
         */
        Me: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Is Administrator */
            is_administrator: boolean;
            /** Email Verified At */
            email_verified_at: string | null;
            /** Has Password */
            has_password: boolean;
            /** Totp Enabled */
            totp_enabled: boolean;
            /** Recovery Codes Left */
            recovery_codes_left: number;
            /** Passkeys */
            passkeys: number;
            /** Locale */
            locale: string;
            /** Timezone */
            timezone: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Last Login At */
            last_login_at: string | null;
            /** Password Changed At */
            password_changed_at: string | null;
        };
        /**
         * Member
         * @description A user in a team.
         */
        Member: {
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
            /** Name */
            name: string;
            /** Email */
            email: string;
            role: components["schemas"]["Role"];
            /**
             * Is Active
             * @description Whether the account may log in.
             */
            is_active: boolean;
            /**
             * Joined At
             * Format: date-time
             */
            joined_at: string;
        };
        /**
         * Merge
         * @description Why observations were taken for one finding.
         */
        Merge: {
            /** Fingerprint */
            fingerprint: string;
            /** Explanation */
            explanation: string;
            /** Parts */
            parts: components["schemas"]["MergePart"][];
            /** Times Seen */
            times_seen: number;
            /**
             * First Seen At
             * Format: date-time
             */
            first_seen_at: string;
            /**
             * Last Seen At
             * Format: date-time
             */
            last_seen_at: string;
            /**
             * Seen By
             * @description The newest 200, newest first.
             */
            seen_by: components["schemas"]["SeenBy"][];
        };
        /**
         * MergePart
         * @description Something that is the same in all observations of a finding.
         */
        MergePart: {
            /** Name */
            name: string;
            /** Value */
            value: string;
        };
        /**
         * MetaProof
         * @description An element in the head of the start page that proves control.
         */
        MetaProof: {
            /** Url */
            url: string;
            /** Element */
            element: string;
        };
        /**
         * Move
         * @description Where a project goes.
         */
        Move: {
            /**
             * Team Id
             * Format: uuid
             * @description The team that gets it; you maintain it.
             */
            team_id: string;
        };
        /**
         * Mover
         * @description A finding whose score a policy would change, and how many others with equal content it stands for.
         */
        Mover: {
            /**
             * Finding Id
             * Format: uuid
             */
            finding_id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Project Name */
            project_name: string;
            /** Title */
            title: string;
            severity: components["schemas"]["Severity"];
            state: components["schemas"]["FindingState"];
            /** Before */
            before: number;
            /** After */
            after: number;
            level_before: components["schemas"]["PriorityLevel"];
            level_after: components["schemas"]["PriorityLevel"];
            /** Count */
            count: number;
        };
        /**
         * Neighbour
         * @description Another package of the same file.
         */
        Neighbour: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Purl */
            purl: string;
            /** Name */
            name: string;
            /** Version */
            version: string;
            severity: components["schemas"]["Severity"] | null;
        };
        /**
         * NewAccount
         * @description The rest of a new account, from whoever holds the link.
         */
        NewAccount: {
            /** Token */
            token: string;
            /** Name */
            name: string;
            /**
             * Password
             * Format: password
             * @description At least 12 characters, and none of the most used ones.
             */
            password: string;
            /**
             * Email
             * @description With the set-up link only; other links were sent to an address.
             */
            email?: string | null;
            /** @default body */
            remember?: components["schemas"]["Remember"];
        };
        /**
         * NewActor
         * @description Somebody as whom the API is asked: with a name and a password, or with headers.
         */
        NewActor: {
            /**
             * Name
             * @description What the actor is called here, such as `customer`.
             */
            name: string;
            /** @default user */
            role?: components["schemas"]["ActorRole"];
            /** Username */
            username?: string | null;
            /** Password */
            password?: string | null;
            /** Headers */
            headers?: components["schemas"]["ActorHeader"][];
        };
        /**
         * NewAllowedHost
         * @description A host to allow.
         */
        NewAllowedHost: {
            /**
             * Host
             * @description A name such as `shop.test` or `*.corp.test`, an address, or a network such as `10.0.0.0/8`; a port after a colon allows that port only: `127.0.0.1:8080`.
             */
            host: string;
            /**
             * Reason
             * @default
             */
            reason?: string;
        };
        /**
         * NewApiKey
         * @description A new key for programs, which acts for its user.
         */
        NewApiKey: {
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Scope"][];
            /**
             * Expires At
             * @description At most two years from now; without it the key is good for 90 days.
             */
            expires_at?: string | null;
            /**
             * Project Id
             * @description The only project the key may be used in.
             */
            project_id?: string | null;
        };
        /**
         * NewApiScan
         * @description A scan of the API at a target, to be started.
         */
        NewApiScan: {
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Scanner
             * @constant
             */
            scanner: "api";
            options?: components["schemas"]["ApiScanSettings"];
            /**
             * Priority
             * @description Higher goes first.
             * @default 0
             */
            priority?: number;
        };
        /**
         * NewComment
         * @description A comment.
         */
        NewComment: {
            /** Text */
            text: string;
        };
        /**
         * NewDependencyScan
         * @description A scan of what was uploaded to a target, to be started.
         */
        NewDependencyScan: {
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Scanner
             * @constant
             */
            scanner: "dependencies";
            options?: components["schemas"]["DependencyScanSettings"];
            /**
             * Priority
             * @description Higher goes first.
             * @default 0
             */
            priority?: number;
        };
        /**
         * NewDescription
         * @description A description to be kept for a target: its text, or the address at which it lies.
         */
        NewDescription: {
            /**
             * Content
             * @description OpenAPI 2.0, 3.0 or 3.1 (JSON or YAML), a Postman collection, a HAR recording, or a GraphQL schema.
             */
            content?: string | null;
            /**
             * File Name
             * @default description
             */
            file_name?: string;
            /**
             * Url
             * @description Where the description lies, or a GraphQL service; it is fetched anew for every scan.
             */
            url?: string | null;
        };
        /**
         * NewFinding
         * @description A critical or high finding that appeared in the last week and is not dealt with.
         */
        NewFinding: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Project Name */
            project_name: string;
            /** Title */
            title: string;
            /** Location */
            location: string;
            severity: components["schemas"]["Severity"];
            /** State */
            state: string;
            /**
             * First Seen At
             * Format: date-time
             */
            first_seen_at: string;
            /** Due At */
            due_at: string | null;
        };
        /**
         * NewInvitation
         * @description Whom to invite.
         */
        NewInvitation: {
            /** Email */
            email: string;
            /**
             * Is Administrator
             * @default false
             */
            is_administrator?: boolean;
        };
        /**
         * NewMember
         * @description Somebody to add to a team.
         */
        NewMember: {
            /** Email */
            email: string;
            /** @default viewer */
            role?: components["schemas"]["Role"];
        };
        /**
         * NewPolicy
         * @description A policy to save.
         */
        NewPolicy: {
            points: components["schemas"]["PolicyPoints"];
            /**
             * Note
             * @default
             */
            note?: string;
        };
        /**
         * NewProject
         * @description A project to create.
         */
        NewProject: {
            /**
             * Team Id
             * Format: uuid
             * @description The team that owns it; you maintain it.
             */
            team_id: string;
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
            /**
             * @description How much depends on it.
             * @default medium
             */
            importance?: components["schemas"]["Level"];
            /**
             * @description How much the data it handles must be protected.
             * @default medium
             */
            data_sensitivity?: components["schemas"]["Level"];
            /**
             * @description Who can reach it.
             * @default internet
             */
            exposure?: components["schemas"]["Exposure"];
            /**
             * @default {
             *       "critical": 7,
             *       "high": 30,
             *       "medium": 90,
             *       "low": 180
             *     }
             */
            sla_days?: components["schemas"]["SlaDays"];
            /**
             * Max Concurrent Scans
             * @description How many scans of the project may run at once.
             * @default 3
             */
            max_concurrent_scans?: number;
        };
        /**
         * NewProjectKey
         * @description A new key for programs, which acts in this project and for no user.
         */
        NewProjectKey: {
            /** Name */
            name: string;
            /** Scopes */
            scopes: components["schemas"]["Scope"][];
            /**
             * Expires At
             * @description At most two years from now; without it the key is good for 90 days.
             */
            expires_at?: string | null;
        };
        /**
         * NewRetest
         * @description A look to be taken.
         */
        NewRetest: {
            /** @description Who looks, where the finding was found with a login: secrets are not kept with findings. */
            credentials?: components["schemas"]["Credentials"];
            /**
             * Verify Tls
             * @default true
             */
            verify_tls?: boolean;
        };
        /**
         * NewSbom
         * @description An SBOM to be made of what was scanned last.
         */
        NewSbom: {
            /**
             * Target Id
             * @description One target; without one the whole project.
             */
            target_id?: string | null;
            /**
             * Name
             * @description What it is about; without one the target's or project's name.
             */
            name?: string | null;
            /**
             * Version
             * @description Which version of it this is.
             * @default
             */
            version?: string;
        };
        /**
         * NewTarget
         * @description Something to scan.
         */
        NewTarget: {
            /** @default web */
            kind?: components["schemas"]["NewTargetKind"];
            /**
             * Locator
             * @description The address it starts at, such as `https://shop.example.com/`.
             */
            locator: string;
            /**
             * Name
             * @description What people call it; without one, its host.
             */
            name?: string | null;
        };
        /**
         * NewTargetKind
         * @description The kinds of targets that can be created.
         * @enum {string}
         */
        NewTargetKind: "web" | "api";
        /**
         * NewTeam
         * @description A team to create; the creator is its first owner.
         */
        NewTeam: {
            /** Name */
            name: string;
            /**
             * Description
             * @default
             */
            description?: string;
        };
        /**
         * NewView
         * @description A view to save.
         */
        NewView: {
            /** Name */
            name: string;
            query: components["schemas"]["SavedQuery"];
            /**
             * Project Id
             * @description Null for a view of all projects.
             */
            project_id?: string | null;
            /**
             * Shared
             * @description Whether everybody who reads the project's findings sees it.
             * @default false
             */
            shared?: boolean;
        };
        /**
         * NewWebScan
         * @description A web scan to be started.
         */
        NewWebScan: {
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Scanner
             * @default web
             * @constant
             */
            scanner?: "web";
            options?: components["schemas"]["WebScanSettings"];
            credentials?: components["schemas"]["Credentials"];
            /**
             * Priority
             * @description Higher goes first.
             * @default 0
             */
            priority?: number;
        };
        /**
         * OpenFindings
         * @description How many findings somebody has to do something about, by severity. Of large projects up to half a minute old.
         */
        OpenFindings: {
            /** Critical */
            critical: number;
            /** High */
            high: number;
            /** Medium */
            medium: number;
            /** Low */
            low: number;
            /** Informational */
            informational: number;
            /** Total */
            total: number;
        };
        /**
         * OtherPlace
         * @description The same package, in any version, elsewhere in the project.
         */
        OtherPlace: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Target */
            target: string;
            /** Manifest */
            manifest: string;
            /** Version */
            version: string;
            severity: components["schemas"]["Severity"] | null;
        };
        /**
         * Overview
         * @description How projects stand together. Of large projects the counts are up to half a minute old.
         */
        Overview: {
            /** Project Count */
            project_count: number;
            /** Open By Severity */
            open_by_severity: {
                [key: string]: number;
            };
            /** Overdue By Severity */
            overdue_by_severity: {
                [key: string]: number;
            };
            /**
             * New By Severity
             * @description Open findings that appeared in the last seven days.
             */
            new_by_severity: {
                [key: string]: number;
            };
            /**
             * Mean Seconds To Fix
             * @description Of what was fixed in the last 90 days.
             */
            mean_seconds_to_fix: number | null;
            /**
             * Mean Seconds To Fix Before
             * @description Of what was fixed in the 90 days before.
             */
            mean_seconds_to_fix_before: number | null;
            /**
             * Days
             * @description The last 90, as far as they are known; oldest first.
             */
            days: components["schemas"]["Day"][];
            /**
             * New Findings
             * @description The gravest, at most eight.
             */
            new_findings: components["schemas"]["NewFinding"][];
            /**
             * Troubled Scans
             * @description The newest, at most eight.
             */
            troubled_scans: components["schemas"]["TroubledScan"][];
            /** Troubled Scan Count */
            troubled_scan_count: number;
            /**
             * Unproven Targets
             * @description At most eight.
             */
            unproven_targets: components["schemas"]["UnprovenTarget"][];
            /** Unproven Target Count */
            unproven_target_count: number;
            /**
             * Projects
             * @description Those with the gravest findings, at most ten.
             */
            projects: components["schemas"]["Standing"][];
        };
        /**
         * Package
         * @description A package that one file of a target names.
         */
        Package: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Target
             * @description Name of the target.
             */
            target: string;
            /**
             * Manifest
             * @description Path of the file that names it.
             */
            manifest: string;
            /**
             * Kind
             * @description Format of that file.
             */
            kind: string;
            /**
             * Line
             * @description From 1; 0 where it is not known.
             */
            line: number;
            /** Purl */
            purl: string;
            /** Ecosystem */
            ecosystem: string;
            /** Name */
            name: string;
            /**
             * Version
             * @description Empty where the file does not fix one.
             */
            version: string;
            /**
             * Scope
             * @enum {string}
             */
            scope: "production" | "optional" | "development";
            /**
             * Direct
             * @description Whether the project itself asks for it; null where the file does not tell.
             */
            direct: boolean | null;
            /**
             * Licence
             * @description An SPDX expression; empty where none is declared.
             */
            licence: string;
            /** @description What the licence policy says. */
            verdict: components["schemas"]["Verdict"];
            /**
             * Flaw Count
             * @description Known flaws, as of the last scan.
             */
            flaw_count: number;
            /**
             * Open Flaw Count
             * @description Those of them that are neither fixed, accepted nor false alarms.
             */
            open_flaw_count: number;
            /** @description Of the worst flaw; null without one. */
            severity: components["schemas"]["Severity"] | null;
            /**
             * Upgrade
             * @description The least version that clears all that can be cleared; empty without one.
             */
            upgrade: string;
        };
        /**
         * PackageChange
         * @description What became of a package.
         */
        PackageChange: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "added" | "removed" | "upgraded" | "downgraded" | "changed";
            /** Ecosystem */
            ecosystem: string;
            /** Name */
            name: string;
            /**
             * Before
             * @description Its versions before.
             */
            before: string[];
            /**
             * After
             * @description Its versions after.
             */
            after: string[];
        };
        /**
         * PackageDetail
         * @description A package with all that is known of it.
         */
        PackageDetail: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Target Id
             * Format: uuid
             */
            target_id: string;
            /**
             * Target
             * @description Name of the target.
             */
            target: string;
            /**
             * Manifest
             * @description Path of the file that names it.
             */
            manifest: string;
            /**
             * Kind
             * @description Format of that file.
             */
            kind: string;
            /**
             * Line
             * @description From 1; 0 where it is not known.
             */
            line: number;
            /** Purl */
            purl: string;
            /** Ecosystem */
            ecosystem: string;
            /** Name */
            name: string;
            /**
             * Version
             * @description Empty where the file does not fix one.
             */
            version: string;
            /**
             * Scope
             * @enum {string}
             */
            scope: "production" | "optional" | "development";
            /**
             * Direct
             * @description Whether the project itself asks for it; null where the file does not tell.
             */
            direct: boolean | null;
            /**
             * Licence
             * @description An SPDX expression; empty where none is declared.
             */
            licence: string;
            /** @description What the licence policy says. */
            verdict: components["schemas"]["Verdict"];
            /**
             * Flaw Count
             * @description Known flaws, as of the last scan.
             */
            flaw_count: number;
            /**
             * Open Flaw Count
             * @description Those of them that are neither fixed, accepted nor false alarms.
             */
            open_flaw_count: number;
            /** @description Of the worst flaw; null without one. */
            severity: components["schemas"]["Severity"] | null;
            /**
             * Upgrade
             * @description The least version that clears all that can be cleared; empty without one.
             */
            upgrade: string;
            /**
             * Requirement
             * @description The range that the file asks for, where it fixes no version.
             */
            requirement: string;
            /** Declared Licences */
            declared_licences: string[];
            /** Hashes */
            hashes: string[];
            /**
             * Path
             * @description From what the project asks for to the package, as `name version`; empty where unknown.
             */
            path: string[];
            /** Brought By */
            brought_by: components["schemas"]["Neighbour"][];
            /** Dependencies */
            dependencies: components["schemas"]["Neighbour"][];
            /** Flaws */
            flaws: components["schemas"]["PackageFlaw"][];
            /** Elsewhere */
            elsewhere: components["schemas"]["OtherPlace"][];
            /** Scan Id */
            scan_id: string | null;
            /**
             * Seen At
             * @description When the scan that saw it ended.
             */
            seen_at: string | null;
        };
        /**
         * PackageFlaw
         * @description A finding about a package.
         */
        PackageFlaw: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Flaw
             * @description Its published name, such as CVE-2021-44228.
             */
            flaw: string;
            /** Summary */
            summary: string;
            severity: components["schemas"]["Severity"];
            /** State */
            state: string;
            /**
             * Fixed
             * @description The version with the fix; empty where none is known.
             */
            fixed: string;
            /**
             * Exploited
             * @description The day it entered the catalogue of exploited flaws, or empty.
             */
            exploited: string;
            /**
             * Likelihood
             * @description EPSS, 0 to 1.
             */
            likelihood: number | null;
        };
        /**
         * PackagePage
         * @description A page of packages, and how many fit the filters in all.
         */
        PackagePage: {
            /** Items */
            items: components["schemas"]["Package"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
            /**
             * Total
             * @description On the first page only; null on others.
             */
            total: number | null;
        };
        /** Page[AdvisoryUpdate] */
        Page_AdvisoryUpdate_: {
            /** Items */
            items: components["schemas"]["AdvisoryUpdate"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[AllowedHost] */
        Page_AllowedHost_: {
            /** Items */
            items: components["schemas"]["AllowedHost"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[AuditEntry] */
        Page_AuditEntry_: {
            /** Items */
            items: components["schemas"]["AuditEntry"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[FindingImport] */
        Page_FindingImport_: {
            /** Items */
            items: components["schemas"]["FindingImport"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[FindingItem] */
        Page_FindingItem_: {
            /** Items */
            items: components["schemas"]["FindingItem"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[HistoryEntry] */
        Page_HistoryEntry_: {
            /** Items */
            items: components["schemas"]["HistoryEntry"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Invitation] */
        Page_Invitation_: {
            /** Items */
            items: components["schemas"]["Invitation"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Member] */
        Page_Member_: {
            /** Items */
            items: components["schemas"]["Member"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[PolicyVersion] */
        Page_PolicyVersion_: {
            /** Items */
            items: components["schemas"]["PolicyVersion"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Project] */
        Page_Project_: {
            /** Items */
            items: components["schemas"]["Project"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Retest] */
        Page_Retest_: {
            /** Items */
            items: components["schemas"]["Retest"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[SavedView] */
        Page_SavedView_: {
            /** Items */
            items: components["schemas"]["SavedView"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Sbom] */
        Page_Sbom_: {
            /** Items */
            items: components["schemas"]["Sbom"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Scan] */
        Page_Scan_: {
            /** Items */
            items: components["schemas"]["Scan"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Target] */
        Page_Target_: {
            /** Items */
            items: components["schemas"]["Target"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Team] */
        Page_Team_: {
            /** Items */
            items: components["schemas"]["Team"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[Upload] */
        Page_Upload_: {
            /** Items */
            items: components["schemas"]["Upload"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /** Page[User] */
        Page_User_: {
            /** Items */
            items: components["schemas"]["User"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last.
             */
            next: string | null;
        };
        /**
         * Passkey
         * @description A passkey.
         */
        Passkey: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Transports */
            transports: string[];
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Last Used At */
            last_used_at: string | null;
        };
        /**
         * PasskeyLogin
         * @description What the browser answered.
         */
        PasskeyLogin: {
            /** Token */
            token: string;
            /**
             * Credential
             * @description The credential, as `toJSON()` writes it.
             */
            credential: {
                [key: string]: unknown;
            };
            /** @default body */
            remember?: components["schemas"]["Remember"];
        };
        /**
         * PasskeyLoginStart
         * @description What the browser's `navigator.credentials.get` takes.
         */
        PasskeyLoginStart: {
            /** Token */
            token: string;
            /**
             * Options
             * @description `PublicKeyCredentialRequestOptions`, as JSON.
             */
            options: {
                [key: string]: unknown;
            };
        };
        /**
         * PasskeyRegistration
         * @description What the browser answered.
         */
        PasskeyRegistration: {
            /** Token */
            token: string;
            /** Name */
            name: string;
            /**
             * Credential
             * @description The credential, as `toJSON()` writes it.
             */
            credential: {
                [key: string]: unknown;
            };
        };
        /**
         * PasskeyRegistrationStart
         * @description What the browser's `navigator.credentials.create` takes.
         */
        PasskeyRegistrationStart: {
            /** Token */
            token: string;
            /**
             * Options
             * @description `PublicKeyCredentialCreationOptions`, as JSON.
             */
            options: {
                [key: string]: unknown;
            };
        };
        /**
         * PasskeyRenaming
         * @description A new name for a passkey.
         */
        PasskeyRenaming: {
            /** Name */
            name: string;
        };
        /**
         * Passkeys
         * @description The passkeys of a user.
         */
        Passkeys: {
            /** Items */
            items: components["schemas"]["Passkey"][];
        };
        /**
         * PasswordChange
         * @description A new password, and the one until now; not needed for accounts without one.
         */
        PasswordChange: {
            /** Current Password */
            current_password?: string | null;
            /**
             * New Password
             * Format: password
             * @description At least 12 characters, and none of the most used ones.
             */
            new_password: string;
        };
        /**
         * PasswordForgotten
         * @description Whose password is to be set anew: a link goes to this address.
         */
        PasswordForgotten: {
            /** Email */
            email: string;
        };
        /**
         * PasswordReset
         * @description A new password, from whoever holds the link.
         */
        PasswordReset: {
            /** Token */
            token: string;
            /**
             * New Password
             * Format: password
             * @description At least 12 characters, and none of the most used ones.
             */
            new_password: string;
        };
        /**
         * Person
         * @description Somebody, by name.
         */
        Person: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
        };
        /**
         * PlatformHealth
         * @description How the parts of the platform are.
         */
        PlatformHealth: {
            /** Version */
            version: string;
            /** Python */
            python: string;
            /**
             * Started At
             * Format: date-time
             * @description When the process started that answers.
             */
            started_at: string;
            database: components["schemas"]["DatabasePart"];
            replica: components["schemas"]["ReplicaPart"];
            valkey: components["schemas"]["ValkeyPart"];
            disk: components["schemas"]["DiskPart"];
            advisories: components["schemas"]["AdvisoriesPart"];
            /**
             * Mail
             * @description `files`: no mail server is set, and mails are kept in the data folder.
             * @enum {string}
             */
            mail: "server" | "files";
            /**
             * Tables
             * @description The largest tables.
             */
            tables: components["schemas"]["TableSize"][];
        };
        /**
         * PolicyPoints
         * @description Points of the visible rules; what is left out keeps its default. A rule with 0 points is left out.
         */
        PolicyPoints: {
            /**
             * Known Exploited
             * @description CISA lists the flaw as exploited (KEV)
             * @default 40
             */
            known_exploited?: number;
            /**
             * Stated Exploited
             * @description The text of the flaw says that it is being exploited
             * @default 30
             */
            stated_exploited?: number;
            /**
             * Epss
             * @description For each factor of ten that EPSS lies above (or below) one percent
             * @default 10
             */
            epss?: number;
            /**
             * First Week
             * @description Published within the last seven days
             * @default 5
             */
            first_week?: number;
            /**
             * After A Year
             * @description Published more than a year ago, and not listed as exploited
             * @default -5
             */
            after_a_year?: number;
            /**
             * Proven
             * @description The scanner proved it
             * @default 5
             */
            proven?: number;
            /**
             * Tentative
             * @description Only a sign that a person should look at
             * @default -15
             */
            tentative?: number;
            /**
             * Internet
             * @description The project can be reached from the internet
             * @default 8
             */
            internet?: number;
            /**
             * Internal
             * @description The project can be reached from inside only
             * @default -8
             */
            internal?: number;
            /**
             * Important Project
             * @description The project matters much
             * @default 8
             */
            important_project?: number;
            /**
             * Unimportant Project
             * @description The project matters little
             * @default -8
             */
            unimportant_project?: number;
            /**
             * Sensitive Data
             * @description The project holds sensitive data
             * @default 6
             */
            sensitive_data?: number;
            /**
             * Public Data
             * @description The project holds public data only
             * @default -6
             */
            public_data?: number;
            /**
             * Direct
             * @description The project uses the vulnerable package itself
             * @default 3
             */
            direct?: number;
            /**
             * Transitive
             * @description Another package brings the vulnerable one along
             * @default -3
             */
            transitive?: number;
            /**
             * Development Only
             * @description Used for building or testing only
             * @default -20
             */
            development_only?: number;
            /**
             * Fix Available
             * @description A version without the flaw exists
             * @default 4
             */
            fix_available?: number;
            /**
             * Critical
             * @description What a finding rated critical starts from, where no model knows its flaw
             * @default 80
             */
            critical?: number;
            /**
             * High
             * @description What one rated high starts from
             * @default 65
             */
            high?: number;
            /**
             * Medium
             * @description What one rated medium starts from
             * @default 45
             */
            medium?: number;
            /**
             * Low
             * @description What one rated low starts from
             * @default 25
             */
            low?: number;
            /**
             * Informational
             * @description What an informational one starts from
             * @default 8
             */
            informational?: number;
        };
        /**
         * PolicyPreview
         * @description What a policy would change on the findings of a team that are still to be done.
         */
        PolicyPreview: {
            /** Findings */
            findings: number;
            /**
             * Waiting
             * @description Findings that were not scored yet; they are not among the others.
             */
            waiting: number;
            /**
             * Exact
             * @description False where so many differ from each other that only the commonest were tried.
             */
            exact: boolean;
            /**
             * Changed
             * @description Whose score would change.
             */
            changed: number;
            /** Changed Level */
            changed_level: number;
            /** Before */
            before: {
                [key: string]: number;
            };
            /** After */
            after: {
                [key: string]: number;
            };
            /**
             * Movers
             * @description The largest changes.
             */
            movers: components["schemas"]["Mover"][];
        };
        /**
         * PolicyTrial
         * @description A policy to try on the team's findings.
         */
        PolicyTrial: {
            points: components["schemas"]["PolicyPoints"];
        };
        /**
         * PolicyVersion
         * @description One version of a team's policy.
         */
        PolicyVersion: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Version */
            version: number;
            /**
             * Points
             * @description Those that differ from the default.
             */
            points: {
                [key: string]: number;
            };
            /** Note */
            note: string;
            /** Created By */
            created_by: string | null;
            /** Created By Name */
            created_by_name: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * PriorityLevel
         * @description The score in a word; the cut-offs are in `LEVELS`.
         * @enum {string}
         */
        PriorityLevel: "critical" | "high" | "medium" | "low" | "informational";
        /**
         * PriorityProgress
         * @description How far the scoring of a project is.
         */
        PriorityProgress: {
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            state: components["schemas"]["PriorityRunState"];
            /**
             * Reason
             * @description What changed, such as `the policy of the team`.
             */
            reason: string;
            /**
             * Total
             * @description Findings to look at.
             */
            total: number;
            /** Done */
            done: number;
            /** Changed */
            changed: number;
            /**
             * Requested At
             * Format: date-time
             */
            requested_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * PriorityReason
         * @description One line of a score.
         */
        PriorityReason: {
            /**
             * Name
             * @description Such as `words`, `exposure` or `severity`.
             */
            name: string;
            /** Points */
            points: number;
            /** Detail */
            detail: string;
            /**
             * Source
             * @description `model` is what the trained model says; the others are visible rules, and how their points were found.
             * @enum {string}
             */
            source: "model" | "measured" | "judgement";
            /**
             * Terms
             * @description The strongest features of a group of the model, in points; not all of them.
             */
            terms: components["schemas"]["ReasonTerm"][];
        };
        /**
         * PriorityRunState
         * @description How far a new scoring is.
         * @enum {string}
         */
        PriorityRunState: "queued" | "running" | "completed";
        /**
         * ProblemDocument
         * @description An error (RFC 9457).
         */
        ProblemDocument: {
            /**
             * Type
             * @description What kind of problem it is, for programs: `urn:securestack:problem:<word>`.
             */
            type: string;
            /** Title */
            title: string;
            /** Status */
            status: number;
            /**
             * Detail
             * @description What is wrong this time, in a sentence.
             */
            detail: string;
            /**
             * Faults
             * @description The faulty parts of the request, where it was invalid.
             * @default null
             */
            faults?: components["schemas"]["FieldFault"][] | null;
            /**
             * Request Id
             * @description Names this request in the log, where the fault is the server's.
             * @default null
             */
            request_id?: string | null;
        } & {
            [key: string]: unknown;
        };
        /**
         * Profile
         * @description How thorough a scan is.
         * @enum {string}
         */
        Profile: "quick" | "standard" | "deep";
        /**
         * ProfileChange
         * @description What users change about themselves.
         */
        ProfileChange: {
            /** Name */
            name?: string;
            /** Locale */
            locale?: string;
            /** Timezone */
            timezone?: string;
        };
        /**
         * Progress
         * @description How far a scan is.
         */
        Progress: {
            /**
             * Phase
             * @default
             */
            phase?: string;
            /**
             * Done
             * @default 0
             */
            done?: number;
            /** Total */
            total?: number | null;
            /**
             * Requests
             * @default 0
             */
            requests?: number;
            /**
             * Requests Per Second
             * @default 0
             */
            requests_per_second?: number;
            /**
             * Pages
             * @default 0
             */
            pages?: number;
            /**
             * Packages
             * @default 0
             */
            packages?: number;
            /**
             * Findings
             * @default 0
             */
            findings?: number;
            /**
             * Detail
             * @default
             */
            detail?: string;
        };
        /**
         * Project
         * @description What a team ships and wants looked at.
         */
        Project: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Team Id
             * Format: uuid
             */
            team_id: string;
            /** Team Name */
            team_name: string;
            /** Name */
            name: string;
            /**
             * Slug
             * @description Short name, unique in the team; it stays when the project is renamed.
             */
            slug: string;
            /** Description */
            description: string;
            importance: components["schemas"]["Level"];
            data_sensitivity: components["schemas"]["Level"];
            exposure: components["schemas"]["Exposure"];
            sla_days: components["schemas"]["SlaDays"];
            /** Max Concurrent Scans */
            max_concurrent_scans: number;
            /** @description Your own role; null for an API key of the project. */
            role: components["schemas"]["Role"] | null;
            open_findings: components["schemas"]["OpenFindings"];
            /** Archived At */
            archived_at: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Counts changes; the entity tag begins with it.
             */
            version: number;
        };
        /**
         * ProjectChange
         * @description What of a project is changed.
         */
        ProjectChange: {
            /** Name */
            name?: string;
            /** Description */
            description?: string;
            importance?: components["schemas"]["Level"];
            data_sensitivity?: components["schemas"]["Level"];
            exposure?: components["schemas"]["Exposure"];
            sla_days?: components["schemas"]["SlaDays"];
            /**
             * Max Concurrent Scans
             * @description How many scans of the project may run at once.
             */
            max_concurrent_scans?: number;
        };
        /**
         * Proof
         * @description The three ways to prove control of a target; one suffices.
         */
        Proof: {
            file: components["schemas"]["FileProof"];
            /** @description Null for a host that is an address. */
            dns: components["schemas"]["DnsProof"] | null;
            meta: components["schemas"]["MetaProof"];
        };
        /**
         * Queue
         * @description What waits, what runs, and who works.
         */
        Queue: {
            /** Queues */
            queues: components["schemas"]["QueueDepth"][];
            /**
             * Running
             * @description The longest running first; at most 200.
             */
            running: components["schemas"]["RunningScan"][];
            /** Workers */
            workers: components["schemas"]["Worker"][];
            /**
             * Ended Today
             * @description Scans that ended in the last 24 hours, by how.
             */
            ended_today: {
                [key: string]: number;
            };
        };
        /**
         * QueueDepth
         * @description How a queue of scans stands.
         */
        QueueDepth: {
            /**
             * Name
             * @enum {string}
             */
            name: "network" | "cpu";
            /** Waiting */
            waiting: number;
            /**
             * May Begin
             * @description Of those, how many no limit of their project holds back.
             */
            may_begin: number;
            /** Running */
            running: number;
            /**
             * Oldest Since
             * @description Since when the first in the line waits.
             */
            oldest_since: string | null;
        };
        /**
         * ReasonTerm
         * @description One feature of a vulnerability, and what it adds.
         */
        ReasonTerm: {
            /** Term */
            term: string;
            /** Points */
            points: number;
        };
        /**
         * RecoveryCodes
         * @description Recovery codes; they are shown once, and each is good once.
         */
        RecoveryCodes: {
            /** Recovery Codes */
            recovery_codes: string[];
        };
        /**
         * Refresh
         * @description The refresh token, where it is not in the cookie.
         */
        Refresh: {
            /** Refresh Token */
            refresh_token?: string | null;
        };
        /**
         * Registration
         * @description Whose account is to be made: a link goes to this address.
         */
        Registration: {
            /** Email */
            email: string;
        };
        /**
         * Remember
         * @description Where the refresh token goes: into the answer, for programs; or into a cookie that pages cannot read, for browsers.
         * @enum {string}
         */
        Remember: "body" | "cookie";
        /**
         * ReplicaPart
         * @description The replica that answers reads, where one is set.
         */
        ReplicaPart: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "does not answer" | "not set";
            /**
             * Lag Seconds
             * @description How far it is behind; 0 when it has replayed everything.
             */
            lag_seconds: number | null;
        };
        /**
         * Retest
         * @description A look whether a finding is still there.
         */
        Retest: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Finding Id
             * Format: uuid
             */
            finding_id: string;
            status: components["schemas"]["RetestState"];
            /** @description Null until it is done. */
            outcome: components["schemas"]["RetestOutcome"] | null;
            /**
             * Reason
             * @description What was seen, or why nothing could be told.
             */
            reason: string | null;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * RetestOutcome
         * @description What a look showed.
         * @enum {string}
         */
        RetestOutcome: "still-there" | "gone" | "unknown";
        /**
         * RetestState
         * @description Where a look at one finding stands.
         * @enum {string}
         */
        RetestState: "queued" | "running" | "done";
        /**
         * Retry
         * @description A scan to be started again. Credentials are not kept, so a scan that had some needs them again.
         */
        Retry: {
            credentials?: components["schemas"]["Credentials"] | null;
        };
        /**
         * Role
         * @description What a member may do in a team; `teams/permissions.py` says what each means.
         * @enum {string}
         */
        Role: "owner" | "maintainer" | "analyst" | "viewer";
        /**
         * RoleChange
         * @description The role a member gets.
         */
        RoleChange: {
            role: components["schemas"]["Role"];
        };
        /**
         * RuleDescription
         * @description One visible rule of a policy.
         */
        RuleDescription: {
            /** Name */
            name: string;
            /** Meaning */
            meaning: string;
            /** Default */
            default: number;
            /** Group */
            group: string;
        };
        /**
         * RuleDetail
         * @description A rule with all of its text, in Markdown, and how it stands with the findings one may see.
         */
        RuleDetail: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** @description What a finding of it is rated before anybody looks at it. */
            severity: components["schemas"]["Severity"];
            /**
             * Cwe
             * @description Numbers of the Common Weakness Enumeration.
             */
            cwe: number[];
            /**
             * Owasp
             * @description Categories of the OWASP Top 10, such as `A03:2021`.
             */
            owasp: string[];
            /**
             * Scanners
             * @description Ids of the scanners that can report it.
             */
            scanners: string[];
            /**
             * What
             * @description What the weakness is, in one or two sentences.
             */
            what: string;
            /** Why */
            why: string;
            /** Fix */
            fix: string;
            /** Vulnerable Example */
            vulnerable_example: string;
            /** Fixed Example */
            fixed_example: string;
            /** References */
            references: components["schemas"]["RuleReference"][];
            /**
             * Open Findings
             * @description Findings of this rule that somebody still has to do something about.
             */
            open_findings: number;
            /**
             * Projects
             * @description In how many projects these are.
             */
            projects: number;
        };
        /**
         * RuleItem
         * @description A rule in the list.
         */
        RuleItem: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            /** @description What a finding of it is rated before anybody looks at it. */
            severity: components["schemas"]["Severity"];
            /**
             * Cwe
             * @description Numbers of the Common Weakness Enumeration.
             */
            cwe: number[];
            /**
             * Owasp
             * @description Categories of the OWASP Top 10, such as `A03:2021`.
             */
            owasp: string[];
            /**
             * Scanners
             * @description Ids of the scanners that can report it.
             */
            scanners: string[];
            /**
             * What
             * @description What the weakness is, in one or two sentences.
             */
            what: string;
        };
        /**
         * RuleReference
         * @description Where to read more.
         */
        RuleReference: {
            /** Title */
            title: string;
            /** Url */
            url: string;
        };
        /**
         * RuleScanner
         * @description A scanner, as the catalogue names it.
         */
        RuleScanner: {
            /** Id */
            id: string;
            /** Title */
            title: string;
        };
        /**
         * RuleText
         * @description The constant text of a weakness.
         */
        RuleText: {
            /** Id */
            id: string;
            /** Title */
            title: string;
            severity: components["schemas"]["Severity"];
            /** Cwe */
            cwe: number[];
            /** Origin */
            origin: string;
            /**
             * What
             * @default
             */
            what?: string;
            /**
             * Why
             * @default
             */
            why?: string;
            /**
             * Fix
             * @default
             */
            fix?: string;
            /**
             * Vulnerable Example
             * @default
             */
            vulnerable_example?: string;
            /**
             * Fixed Example
             * @default
             */
            fixed_example?: string;
            /**
             * Owasp
             * @default []
             */
            owasp?: string[];
            /**
             * References
             * @default []
             */
            references?: {
                [key: string]: string;
            }[];
        };
        /**
         * Rules
         * @description The whole catalogue, by id, and the scanners it is of.
         */
        Rules: {
            /** Items */
            items: components["schemas"]["RuleItem"][];
            /** Scanners */
            scanners: components["schemas"]["RuleScanner"][];
        };
        /**
         * RunningScan
         * @description A scan that a worker holds; of which project it is, its team's members see.
         */
        RunningScan: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Scanner */
            scanner: string;
            /** Queue */
            queue: string;
            /** Worker */
            worker: string | null;
            /** Attempt */
            attempt: number;
            /** Started At */
            started_at: string | null;
            /**
             * Lease Expires At
             * @description Until then the worker must have been heard of, or another takes over.
             */
            lease_expires_at: string | null;
            /** Cancelling */
            cancelling: boolean;
        };
        /**
         * SavedQuery
         * @description A filter and an order.
         */
        SavedQuery: {
            /**
             * State
             * @default []
             */
            state?: components["schemas"]["FindingState"][];
            /**
             * Severity
             * @default []
             */
            severity?: components["schemas"]["Severity"][];
            /**
             * Rule
             * @description Ids of rules.
             * @default []
             */
            rule?: string[];
            /**
             * Cwe
             * @description Numbers of the Common Weakness Enumeration.
             * @default []
             */
            cwe?: number[];
            /**
             * Target
             * @default []
             */
            target?: string[];
            /**
             * Assignee
             * @description Ids of users; `me`, or `none` for what nobody has.
             * @default []
             */
            assignee?: (string | ("me" | "none"))[];
            /**
             * Origin
             * @description Scanners, or tools that were imported.
             * @default []
             */
            origin?: string[];
            /**
             * Confidence
             * @default []
             */
            confidence?: components["schemas"]["Confidence"][];
            /**
             * Overdue
             * @description Whether it is still to be done and past its due date.
             */
            overdue?: boolean | null;
            /** First Seen From */
            first_seen_from?: string | null;
            /**
             * First Seen To
             * @description Before this time.
             */
            first_seen_to?: string | null;
            /** Last Seen From */
            last_seen_from?: string | null;
            /**
             * Last Seen To
             * @description Before this time.
             */
            last_seen_to?: string | null;
            /** Due From */
            due_from?: string | null;
            /**
             * Due To
             * @description Before this time.
             */
            due_to?: string | null;
            /**
             * Priority Level
             * @default []
             */
            priority_level?: components["schemas"]["PriorityLevel"][];
            /** Priority From */
            priority_from?: number | null;
            /**
             * Priority To
             * @description Included.
             */
            priority_to?: number | null;
            /**
             * Scan
             * @description Seen by this scan or import.
             */
            scan?: string | null;
            /**
             * New In Scan
             * @description With `scan`: seen by it first, or not.
             */
            new_in_scan?: boolean | null;
            /**
             * Search
             * @description Words of title, rule, place or summary; "in quotes" a phrase, -word without it.
             */
            search?: string | null;
            /**
             * Project
             * @default []
             */
            project?: string[];
            /** Sort */
            sort?: string | null;
        };
        /**
         * SavedView
         * @description A filter and an order under a name.
         */
        SavedView: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Project Id */
            project_id: string | null;
            /** Name */
            name: string;
            /**
             * Query
             * @description Filters and sort, named as in the list of findings.
             */
            query: {
                [key: string]: unknown;
            };
            /** Shared */
            shared: boolean;
            /** Mine */
            mine: boolean;
            /** Owner Name */
            owner_name: string;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * Sbom
         * @description A bill of materials.
         */
        Sbom: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Target Id */
            target_id: string | null;
            /**
             * Scan Id
             * @description The scan it was made of.
             */
            scan_id: string | null;
            origin: components["schemas"]["SbomOrigin"];
            /** Name */
            name: string;
            /**
             * Subject
             * @description What it is about, in its own words.
             */
            subject: string;
            /** Subject Version */
            subject_version: string;
            /**
             * Format
             * @description Of an uploaded document, such as `CycloneDX 1.5`; empty for others.
             */
            format: string;
            /** Package Count */
            package_count: number;
            /**
             * Notices
             * @description What could not be read, or is not as its format demands; at most 100.
             */
            notices: string[];
            /**
             * Size
             * @description Bytes.
             */
            size: number;
            /** Sha256 */
            sha256: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * SbomComparison
         * @description What differs between two SBOMs; of each list at most 5,000 are shown.
         */
        SbomComparison: {
            before: components["schemas"]["Sbom"];
            after: components["schemas"]["Sbom"];
            /** Changes */
            changes: components["schemas"]["PackageChange"][];
            /** Change Counts */
            change_counts: {
                [key: string]: number;
            };
            /** Relicensed */
            relicensed: components["schemas"]["LicenceChange"][];
            /**
             * Gained
             * @description Flaws that only the later one has.
             */
            gained: components["schemas"]["FlawChange"][];
            /**
             * Lost
             * @description Flaws that only the earlier one has.
             */
            lost: components["schemas"]["FlawChange"][];
            store: components["schemas"]["ComparedStore"];
        };
        /**
         * SbomFormat
         * @description A format in which SBOMs can be downloaded.
         */
        SbomFormat: {
            format: components["schemas"]["BillFormat"];
            /** Versions */
            versions: string[];
            /** Default */
            default: string;
            /** Suffix */
            suffix: string;
        };
        /**
         * SbomOrigin
         * @description Where a bill of materials comes from.
         * @enum {string}
         */
        SbomOrigin: "generated" | "uploaded";
        /**
         * SbomPackage
         * @description A package of an SBOM.
         */
        SbomPackage: {
            /** Purl */
            purl: string;
            /** Ecosystem */
            ecosystem: string;
            /** Name */
            name: string;
            /** Version */
            version: string;
            /**
             * Scope
             * @enum {string}
             */
            scope: "production" | "optional" | "development";
            /** Direct */
            direct: boolean | null;
            /**
             * Licence
             * @description An SPDX expression; empty where none is declared.
             */
            licence: string;
            /**
             * Manifests
             * @description The files that name it.
             */
            manifests: string[];
        };
        /**
         * SbomPackages
         * @description The packages of an SBOM that fit a search, at most 1,000 of them.
         */
        SbomPackages: {
            /** Total */
            total: number;
            /** Items */
            items: components["schemas"]["SbomPackage"][];
        };
        /**
         * Scan
         * @description A scan, without its long account.
         */
        Scan: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Target Id */
            target_id: string | null;
            /**
             * Target
             * @description What is scanned, also after the target is gone.
             */
            target: string;
            /** Scanner */
            scanner: string;
            status: components["schemas"]["ScanState"];
            /** Priority */
            priority: number;
            /** Options */
            options: {
                [key: string]: unknown;
            };
            /** Has Credentials */
            has_credentials: boolean;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Attempt
             * @description How often a worker has begun it.
             */
            attempt: number;
            /** Cancel Requested */
            cancel_requested: boolean;
            /**
             * Reason
             * @description Why it did not complete.
             */
            reason: string | null;
            progress: components["schemas"]["Progress"];
            /** Statistics */
            statistics: {
                [key: string]: unknown;
            };
            /** Finding Count */
            finding_count: number;
            /** New Finding Count */
            new_finding_count: number;
            /** Retry Of */
            retry_of: string | null;
            /** Version */
            version: number;
        };
        /**
         * ScanDetail
         * @description A scan with the account of its checks.
         */
        ScanDetail: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Target Id */
            target_id: string | null;
            /**
             * Target
             * @description What is scanned, also after the target is gone.
             */
            target: string;
            /** Scanner */
            scanner: string;
            status: components["schemas"]["ScanState"];
            /** Priority */
            priority: number;
            /** Options */
            options: {
                [key: string]: unknown;
            };
            /** Has Credentials */
            has_credentials: boolean;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Started At */
            started_at: string | null;
            /** Finished At */
            finished_at: string | null;
            /**
             * Attempt
             * @description How often a worker has begun it.
             */
            attempt: number;
            /** Cancel Requested */
            cancel_requested: boolean;
            /**
             * Reason
             * @description Why it did not complete.
             */
            reason: string | null;
            progress: components["schemas"]["Progress"];
            /** Statistics */
            statistics: {
                [key: string]: unknown;
            };
            /** Finding Count */
            finding_count: number;
            /** New Finding Count */
            new_finding_count: number;
            /** Retry Of */
            retry_of: string | null;
            /** Version */
            version: number;
            /** Checks */
            checks: {
                [key: string]: unknown;
            }[];
            /** Notices */
            notices: {
                [key: string]: unknown;
            }[];
        };
        /**
         * ScanState
         * @description Where a scan stands in its life.
         * @enum {string}
         */
        ScanState: "queued" | "running" | "completed" | "incomplete" | "failed" | "cancelled";
        /**
         * ScanToStart
         * @description A scan to be started: of a web application, of an API, or of what was uploaded.
         */
        ScanToStart: components["schemas"]["NewWebScan"] | components["schemas"]["NewApiScan"] | components["schemas"]["NewDependencyScan"];
        /**
         * Scope
         * @description What an API key may be used for. None does more than the user may whom it belongs to.
         * @enum {string}
         */
        Scope: "read" | "scan" | "import" | "triage" | "manage";
        /**
         * SecondFactor
         * @description The code that was asked for after the password: of the authenticator, or a recovery code.
         */
        SecondFactor: {
            /**
             * Token
             * @description `token` of the answer that asked for the code.
             */
            token: string;
            /** Code */
            code: string;
            /** @default body */
            remember?: components["schemas"]["Remember"];
        };
        /**
         * SecondFactorNeeded
         * @description The password was right, and a code is needed too.
         */
        SecondFactorNeeded: {
            /**
             * Token
             * @description Send it back with the code.
             */
            token: string;
            /**
             * Expires In
             * @description Seconds in which the code must come.
             */
            expires_in: number;
            /**
             * Recovery Codes
             * @description Whether a recovery code may be sent instead.
             */
            recovery_codes: boolean;
        };
        /**
         * SeenBy
         * @description A scan or import that saw a finding.
         */
        SeenBy: {
            /**
             * Scan Id
             * Format: uuid
             */
            scan_id: string;
            /**
             * Kind
             * @description `forgotten` is a scan that was deleted since.
             * @enum {string}
             */
            kind: "scan" | "import" | "forgotten";
            /**
             * Tool
             * @description The scanner, or the imported tool.
             */
            tool: string | null;
            /**
             * Observed At
             * Format: date-time
             */
            observed_at: string;
            severity: components["schemas"]["Severity"];
            /**
             * Is New
             * @description Whether the finding was new then.
             */
            is_new: boolean;
        };
        /**
         * Severity
         * @description How bad a weakness is when it is real; ordered, so `Severity.HIGH > Severity.LOW`.
         * @enum {string}
         */
        Severity: "informational" | "low" | "medium" | "high" | "critical";
        /**
         * ShownSetting
         * @description A setting as it is in force. Secrets only say whether they are set.
         */
        ShownSetting: {
            /**
             * Name
             * @description The environment variable.
             */
            name: string;
            /**
             * Value
             * @description Null for what is not set, and for every secret.
             */
            value: string | null;
            /** Default */
            default: string | null;
            /** Is Default */
            is_default: boolean;
            /** Is Secret */
            is_secret: boolean;
            /** Is Set */
            is_set: boolean;
            /** Description */
            description: string;
        };
        /**
         * ShownSettings
         * @description The settings of the process that answers.
         */
        ShownSettings: {
            /** Items */
            items: components["schemas"]["ShownSetting"][];
        };
        /**
         * SignInOptions
         * @description What a page for signing in needs to know.
         */
        SignInOptions: {
            /**
             * Registration
             * @enum {string}
             */
            registration: "open" | "invitation" | "closed";
            /**
             * Setup Needed
             * @description There is no administrator yet; the set-up link makes the first.
             */
            setup_needed: boolean;
            /**
             * Single Sign On
             * @description Name of the provider, where one is set.
             */
            single_sign_on: string | null;
            /**
             * Passkeys
             * @description Whether passkeys work at this address; they need a name, not an IP address.
             */
            passkeys: boolean;
            /** Shortest Password */
            shortest_password: number;
        };
        /**
         * SingleSignOn
         * @description Where to go on once one is signed on.
         */
        SingleSignOn: {
            /**
             * Return To
             * @description A path of the platform itself.
             * @default /
             */
            return_to?: string;
        };
        /**
         * SingleSignOnStart
         * @description Where the browser has to go.
         */
        SingleSignOnStart: {
            /** Authorization Url */
            authorization_url: string;
        };
        /**
         * SlaDays
         * @description The days within which findings of each severity are to be fixed. Informational findings are never due.
         */
        SlaDays: {
            /**
             * Critical
             * @default 7
             */
            critical?: number;
            /**
             * High
             * @default 30
             */
            high?: number;
            /**
             * Medium
             * @default 90
             */
            medium?: number;
            /**
             * Low
             * @default 180
             */
            low?: number;
        };
        /**
         * SsvcAnswer
         * @description The decision of CISA's tree, and the answers that led to it.
         */
        SsvcAnswer: {
            decision: components["schemas"]["Decision"];
            /**
             * Exploitation
             * @enum {string}
             */
            exploitation: "none" | "poc" | "active";
            /**
             * Automatable
             * @enum {string}
             */
            automatable: "no" | "yes";
            /**
             * Technical Impact
             * @enum {string}
             */
            technical_impact: "partial" | "total";
            /**
             * Mission
             * @enum {string}
             */
            mission: "low" | "medium" | "high";
            /**
             * Assumed
             * @description Questions that nobody answered.
             */
            assumed: string[];
        };
        /**
         * Standing
         * @description How one project stands.
         */
        Standing: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /** Team Name */
            team_name: string;
            /** Critical */
            critical: number;
            /** High */
            high: number;
            /** Medium */
            medium: number;
            /** Low */
            low: number;
            /** Informational */
            informational: number;
            /** Overdue */
            overdue: number;
        };
        /**
         * TableSize
         * @description A table and how large it is.
         */
        TableSize: {
            /** Name */
            name: string;
            /**
             * Bytes
             * @description With its indexes.
             */
            bytes: number;
            /**
             * Rows
             * @description As the database estimates.
             */
            rows: number;
        };
        /**
         * Target
         * @description Something of a project that is scanned.
         */
        Target: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            kind: components["schemas"]["TargetKind"];
            /** Name */
            name: string;
            /**
             * Locator
             * @description Its address, or for what was uploaded the name it was first given.
             */
            locator: string;
            /**
             * Verified At
             * @description When control of it was proven.
             */
            verified_at: string | null;
            verification_method: components["schemas"]["VerificationMethod"] | null;
            /** Verification Checked At */
            verification_checked_at: string | null;
            /**
             * Verification Error
             * @description Why the last attempt proved nothing.
             */
            verification_error: string | null;
            /**
             * Allowed
             * @description Whether nothing has to be proven: an administrator allows the host, or it was uploaded.
             */
            allowed: boolean;
            /**
             * Scannable
             * @description Whether it may be scanned: proven or allowed.
             */
            scannable: boolean;
            /** @description Null for what was uploaded. */
            proof: components["schemas"]["Proof"] | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /** Version */
            version: number;
        };
        /**
         * TargetChange
         * @description What of a target is changed. Another origin has to be proven anew.
         */
        TargetChange: {
            /** Locator */
            locator?: string;
            /** Name */
            name?: string;
        };
        /**
         * TargetKind
         * @description What a target is.
         * @enum {string}
         */
        TargetKind: "web" | "api" | "repository" | "manifest" | "program" | "image" | "infrastructure" | "sbom";
        /**
         * Team
         * @description People who own projects together.
         */
        Team: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Name */
            name: string;
            /**
             * Slug
             * @description Short name for addresses; it stays when the team is renamed.
             */
            slug: string;
            /** Description */
            description: string;
            /** @description Your own role; null for an administrator of the platform who is no member. */
            role: components["schemas"]["Role"] | null;
            /** Member Count */
            member_count: number;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /**
             * Updated At
             * Format: date-time
             */
            updated_at: string;
            /**
             * Version
             * @description Counts changes; the entity tag begins with it.
             */
            version: number;
        };
        /**
         * TeamChange
         * @description What of a team is changed.
         */
        TeamChange: {
            /** Name */
            name?: string;
            /** Description */
            description?: string;
        };
        /**
         * TeamPolicy
         * @description What the visible rules are worth to a team.
         */
        TeamPolicy: {
            /**
             * Team Id
             * Format: uuid
             */
            team_id: string;
            /**
             * Version
             * @description 0 is the default, which every team begins with.
             */
            version: number;
            /** Points */
            points: {
                [key: string]: number;
            };
            /** Rules */
            rules: components["schemas"]["RuleDescription"][];
            /** Least */
            least: number;
            /** Most */
            most: number;
            /** Note */
            note: string;
            /** Created By */
            created_by: string | null;
            /** Created By Name */
            created_by_name: string | null;
            /** Created At */
            created_at: string | null;
            /**
             * Scoring
             * @description Projects whose findings are being scored anew.
             */
            scoring: components["schemas"]["PriorityProgress"][];
        };
        /**
         * Tokens
         * @description What somebody who has logged in is given.
         */
        Tokens: {
            /**
             * Session Id
             * Format: uuid
             */
            session_id: string;
            /**
             * User Id
             * Format: uuid
             */
            user_id: string;
            /**
             * Access Token
             * @description Send it as `Authorization: Bearer …`.
             */
            access_token: string;
            /**
             * Token Type
             * @constant
             */
            token_type: "Bearer";
            /**
             * Expires In
             * @description Seconds until the access token expires.
             */
            expires_in: number;
            /**
             * Refresh Token
             * @description Gets new tokens, once; each answer brings the next. Null when it is in the cookie.
             */
            refresh_token: string | null;
        };
        /**
         * TotpCode
         * @description A code of the authenticator.
         */
        TotpCode: {
            /** Code */
            code: string;
        };
        /**
         * TotpDisabling
         * @description The password and a code, to take the second factor away.
         */
        TotpDisabling: {
            /** Password */
            password?: string | null;
            /** Code */
            code: string;
        };
        /**
         * TotpEnrolment
         * @description The secret of a new authenticator; it is not in force before a code confirms it.
         */
        TotpEnrolment: {
            /** Secret */
            secret: string;
            /**
             * Uri
             * @description What a QR code for authenticators holds.
             */
            uri: string;
        };
        /**
         * TroubledScan
         * @description The newest scan of a target, which did not see all it should have.
         */
        TroubledScan: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Project Name */
            project_name: string;
            /** Target */
            target: string;
            status: components["schemas"]["ScanState"];
            /** Reason */
            reason: string | null;
            /** Finished At */
            finished_at: string | null;
        };
        /**
         * UnprovenTarget
         * @description A target that cannot be scanned until its control is proven.
         */
        UnprovenTarget: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** Project Name */
            project_name: string;
            /** Name */
            name: string;
            /** Locator */
            locator: string;
            /**
             * Problem
             * @description Why the last attempt to prove it failed; null before the first.
             */
            problem: string | null;
        };
        /**
         * UpdateReport
         * @description What an update brought.
         */
        UpdateReport: {
            /**
             * Advisories
             * @default 0
             */
            advisories?: number;
            /**
             * Packages
             * @default 0
             */
            packages?: number;
            /**
             * Exploited
             * @description Flaws known to be exploited (KEV).
             * @default 0
             */
            exploited?: number;
            /**
             * Likelihoods
             * @description Flaws with an EPSS score.
             * @default 0
             */
            likelihoods?: number;
            /**
             * Changed
             * @description False where nothing had changed, so that the store stayed.
             * @default true
             */
            changed?: boolean;
            /** Notes */
            notes?: string[];
        };
        /**
         * UpdateState
         * @description Where an update of the advisories stands.
         * @enum {string}
         */
        UpdateState: "queued" | "running" | "completed" | "failed";
        /**
         * Upload
         * @description A file that was uploaded to be scanned.
         */
        Upload: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /**
             * Target Id
             * Format: uuid
             * @description The target it belongs to, which may have had others before.
             */
            target_id: string;
            kind: components["schemas"]["UploadKind"];
            /**
             * Format
             * @description What the file is, such as `package-lock.json`, `CycloneDX` or `zip`.
             */
            format: string;
            /** File Name */
            file_name: string;
            /**
             * Size
             * @description Bytes.
             */
            size: number;
            /** Sha256 */
            sha256: string;
            /** Created By */
            created_by: string | null;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
        };
        /**
         * UploadKind
         * @description What an uploaded file is; the words are those of the kinds of targets.
         * @enum {string}
         */
        UploadKind: "repository" | "manifest" | "sbom" | "program";
        /**
         * UploadToScan
         * @description A file to be uploaded and scanned at once.
         */
        UploadToScan: {
            /**
             * Project Id
             * Format: uuid
             */
            project_id: string;
            /** File Name */
            file_name: string;
            /**
             * Content
             * @description The file itself.
             */
            content: string;
            /**
             * Target
             * @description Name of its target, made where it is not there; without one the file's name.
             */
            target?: string | null;
            /**
             * Development
             * @description Look up packages that are needed only for building and testing as well.
             * @default true
             */
            development?: boolean;
            /**
             * Priority
             * @description Higher goes first.
             * @default 0
             */
            priority?: number;
        };
        /**
         * User
         * @description A user, as administrators see them.
         */
        User: {
            /**
             * Id
             * Format: uuid
             */
            id: string;
            /** Email */
            email: string;
            /** Name */
            name: string;
            /** Is Administrator */
            is_administrator: boolean;
            /** Is Active */
            is_active: boolean;
            /** Email Verified At */
            email_verified_at: string | null;
            /** Has Password */
            has_password: boolean;
            /** Totp Enabled */
            totp_enabled: boolean;
            /**
             * Created At
             * Format: date-time
             */
            created_at: string;
            /** Last Login At */
            last_login_at: string | null;
            /** Version */
            version: number;
        };
        /**
         * UserChange
         * @description What administrators change about users.
         */
        UserChange: {
            /** Name */
            name?: string;
            /** Is Active */
            is_active?: boolean;
            /** Is Administrator */
            is_administrator?: boolean;
        };
        /**
         * ValkeyPart
         * @description Valkey or Redis.
         */
        ValkeyPart: {
            /**
             * Status
             * @enum {string}
             */
            status: "ok" | "does not answer" | "not set";
            /** Version */
            version: string | null;
            /**
             * Bytes
             * @description Memory it uses.
             */
            bytes: number | null;
            /** Embedded */
            embedded: boolean;
        };
        /**
         * Verdict
         * @description What a policy says of a licence, from best to worst.
         * @enum {string}
         */
        Verdict: "allow" | "warn" | "deny";
        /**
         * Verification
         * @description What came of looking for the proof.
         */
        Verification: {
            /** Verified */
            verified: boolean;
            /** Attempts */
            attempts: components["schemas"]["Attempt"][];
            target: components["schemas"]["Target"];
        };
        /**
         * VerificationMethod
         * @description How control of a web target is proven.
         * @enum {string}
         */
        VerificationMethod: "file" | "dns" | "meta";
        /**
         * Verify
         * @description How to look for the proof.
         */
        Verify: {
            /** @description One way only; without it all are tried. */
            method?: components["schemas"]["VerificationMethod"] | null;
        };
        /**
         * ViewChange
         * @description What of a view is changed.
         */
        ViewChange: {
            /** Name */
            name?: string;
            query?: components["schemas"]["SavedQuery"];
            /** Shared */
            shared?: boolean;
        };
        /**
         * WebScanSettings
         * @description How a web scan goes about its work.
         */
        WebScanSettings: {
            /** @default standard */
            profile?: components["schemas"]["Profile"];
            /**
             * Scope
             * @description Paths below the target's address that the scan keeps to; none means the whole target.
             */
            scope?: string[];
            /**
             * Exclude
             * @description Patterns of URLs that are not asked.
             */
            exclude?: string[];
            /**
             * Only
             * @description Rules to look for; none means all.
             */
            only?: string[];
            /** Max Requests */
            max_requests?: number | null;
            /**
             * Max Pages
             * @default 10000
             */
            max_pages?: number;
            /**
             * Time Limit
             * @description Seconds.
             * @default 14400
             */
            time_limit?: number | null;
            /** Requests Per Second */
            requests_per_second?: number | null;
            /**
             * Allow Destructive
             * @description Also send what looks like deletion or logout; maintainers only.
             * @default false
             */
            allow_destructive?: boolean;
            /**
             * Verify Tls
             * @default true
             */
            verify_tls?: boolean;
        };
        /**
         * WeekCount
         * @description What happened in a week, which begins on Monday, in UTC.
         */
        WeekCount: {
            /**
             * Week
             * Format: date-time
             */
            week: string;
            /** New */
            new: number;
            /** Fixed */
            fixed: number;
        };
        /**
         * Worker
         * @description A worker process, and whether it answers now.
         */
        Worker: {
            /** Name */
            name: string;
            /** Queue */
            queue: string;
            /** Answers */
            answers: boolean;
            /**
             * Scans
             * @description Scans it holds.
             */
            scans: number;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type AccountInvitation = components['schemas']['AccountInvitation'];
export type ActorChange = components['schemas']['ActorChange'];
export type ActorHeader = components['schemas']['ActorHeader'];
export type ActorRole = components['schemas']['ActorRole'];
export type ActorShown = components['schemas']['ActorShown'];
export type Addition = components['schemas']['Addition'];
export type AdviceAnswer = components['schemas']['AdviceAnswer'];
export type AdviceRequest = components['schemas']['AdviceRequest'];
export type AdvisoriesPart = components['schemas']['AdvisoriesPart'];
export type AdvisoryStore = components['schemas']['AdvisoryStore'];
export type AdvisoryUpdate = components['schemas']['AdvisoryUpdate'];
export type AllowedHost = components['schemas']['AllowedHost'];
export type ApiKey = components['schemas']['ApiKey'];
export type ApiKeys = components['schemas']['ApiKeys'];
export type ApiScanSettings = components['schemas']['ApiScanSettings'];
export type ApiSetup = components['schemas']['ApiSetup'];
export type Archived = components['schemas']['Archived'];
export type Attempt = components['schemas']['Attempt'];
export type AuditEntry = components['schemas']['AuditEntry'];
export type AuditFault = components['schemas']['AuditFault'];
export type AuditVerification = components['schemas']['AuditVerification'];
export type Basis = components['schemas']['Basis'];
export type Batch = components['schemas']['Batch'];
export type BatchAnswer = components['schemas']['BatchAnswer'];
export type BatchResult = components['schemas']['BatchResult'];
export type BillFormat = components['schemas']['BillFormat'];
export type BulkChange = components['schemas']['BulkChange'];
export type BulkResult = components['schemas']['BulkResult'];
export type Certainty = components['schemas']['Certainty'];
export type ComparedFinding = components['schemas']['ComparedFinding'];
export type ComparedStore = components['schemas']['ComparedStore'];
export type Comparison = components['schemas']['Comparison'];
export type Confidence = components['schemas']['Confidence'];
export type Confirmation = components['schemas']['Confirmation'];
export type Counted = components['schemas']['Counted'];
export type CreatedApiKey = components['schemas']['CreatedApiKey'];
export type CreatedInvitation = components['schemas']['CreatedInvitation'];
export type Credentials = components['schemas']['Credentials'];
export type DatabasePart = components['schemas']['DatabasePart'];
export type Day = components['schemas']['Day'];
export type DecidedState = components['schemas']['DecidedState'];
export type Decision = components['schemas']['Decision'];
export type DependencyScanSettings = components['schemas']['DependencyScanSettings'];
export type Description = components['schemas']['Description'];
export type Device = components['schemas']['Device'];
export type Devices = components['schemas']['Devices'];
export type DiskPart = components['schemas']['DiskPart'];
export type DnsProof = components['schemas']['DnsProof'];
export type EmailChange = components['schemas']['EmailChange'];
export type ExportFormat = components['schemas']['ExportFormat'];
export type Exposure = components['schemas']['Exposure'];
export type FacetValue = components['schemas']['FacetValue'];
export type Facets = components['schemas']['Facets'];
export type FieldFault = components['schemas']['FieldFault'];
export type FileProof = components['schemas']['FileProof'];
export type FindingChange = components['schemas']['FindingChange'];
export type FindingDetail = components['schemas']['FindingDetail'];
export type FindingEventKind = components['schemas']['FindingEventKind'];
export type FindingFilter = components['schemas']['FindingFilter'];
export type FindingImport = components['schemas']['FindingImport'];
export type FindingItem = components['schemas']['FindingItem'];
export type FindingPriority = components['schemas']['FindingPriority'];
export type FindingState = components['schemas']['FindingState'];
export type FindingStatistics = components['schemas']['FindingStatistics'];
export type FlawChange = components['schemas']['FlawChange'];
export type Header = components['schemas']['Header'];
export type Health = components['schemas']['Health'];
export type HistoryEntry = components['schemas']['HistoryEntry'];
export type ImportCounts = components['schemas']['ImportCounts'];
export type InventorySummary = components['schemas']['InventorySummary'];
export type Invitation = components['schemas']['Invitation'];
export type InvitationToken = components['schemas']['InvitationToken'];
export type Invitations = components['schemas']['Invitations'];
export type Joined = components['schemas']['Joined'];
export type LanguageModelAnswer = components['schemas']['LanguageModelAnswer'];
export type Level = components['schemas']['Level'];
export type LicenceChange = components['schemas']['LicenceChange'];
export type LicenceCount = components['schemas']['LicenceCount'];
export type LicenceOverview = components['schemas']['LicenceOverview'];
export type LicencePolicyAnswer = components['schemas']['LicencePolicyAnswer'];
export type LicenceRules = components['schemas']['LicenceRules'];
export type LinkDescription = components['schemas']['LinkDescription'];
export type LinkToken = components['schemas']['LinkToken'];
export type Login = components['schemas']['Login'];
export type MailSent = components['schemas']['MailSent'];
export type ManifestCount = components['schemas']['ManifestCount'];
export type Me = components['schemas']['Me'];
export type Member = components['schemas']['Member'];
export type Merge = components['schemas']['Merge'];
export type MergePart = components['schemas']['MergePart'];
export type MetaProof = components['schemas']['MetaProof'];
export type Move = components['schemas']['Move'];
export type Mover = components['schemas']['Mover'];
export type Neighbour = components['schemas']['Neighbour'];
export type NewAccount = components['schemas']['NewAccount'];
export type NewActor = components['schemas']['NewActor'];
export type NewAllowedHost = components['schemas']['NewAllowedHost'];
export type NewApiKey = components['schemas']['NewApiKey'];
export type NewApiScan = components['schemas']['NewApiScan'];
export type NewComment = components['schemas']['NewComment'];
export type NewDependencyScan = components['schemas']['NewDependencyScan'];
export type NewDescription = components['schemas']['NewDescription'];
export type NewFinding = components['schemas']['NewFinding'];
export type NewInvitation = components['schemas']['NewInvitation'];
export type NewMember = components['schemas']['NewMember'];
export type NewPolicy = components['schemas']['NewPolicy'];
export type NewProject = components['schemas']['NewProject'];
export type NewProjectKey = components['schemas']['NewProjectKey'];
export type NewRetest = components['schemas']['NewRetest'];
export type NewSbom = components['schemas']['NewSbom'];
export type NewTarget = components['schemas']['NewTarget'];
export type NewTargetKind = components['schemas']['NewTargetKind'];
export type NewTeam = components['schemas']['NewTeam'];
export type NewView = components['schemas']['NewView'];
export type NewWebScan = components['schemas']['NewWebScan'];
export type OpenFindings = components['schemas']['OpenFindings'];
export type OtherPlace = components['schemas']['OtherPlace'];
export type Overview = components['schemas']['Overview'];
export type Package = components['schemas']['Package'];
export type PackageChange = components['schemas']['PackageChange'];
export type PackageDetail = components['schemas']['PackageDetail'];
export type PackageFlaw = components['schemas']['PackageFlaw'];
export type PackagePage = components['schemas']['PackagePage'];
export type PageAdvisoryUpdate = components['schemas']['Page_AdvisoryUpdate_'];
export type PageAllowedHost = components['schemas']['Page_AllowedHost_'];
export type PageAuditEntry = components['schemas']['Page_AuditEntry_'];
export type PageFindingImport = components['schemas']['Page_FindingImport_'];
export type PageFindingItem = components['schemas']['Page_FindingItem_'];
export type PageHistoryEntry = components['schemas']['Page_HistoryEntry_'];
export type PageInvitation = components['schemas']['Page_Invitation_'];
export type PageMember = components['schemas']['Page_Member_'];
export type PagePolicyVersion = components['schemas']['Page_PolicyVersion_'];
export type PageProject = components['schemas']['Page_Project_'];
export type PageRetest = components['schemas']['Page_Retest_'];
export type PageSavedView = components['schemas']['Page_SavedView_'];
export type PageSbom = components['schemas']['Page_Sbom_'];
export type PageScan = components['schemas']['Page_Scan_'];
export type PageTarget = components['schemas']['Page_Target_'];
export type PageTeam = components['schemas']['Page_Team_'];
export type PageUpload = components['schemas']['Page_Upload_'];
export type PageUser = components['schemas']['Page_User_'];
export type Passkey = components['schemas']['Passkey'];
export type PasskeyLogin = components['schemas']['PasskeyLogin'];
export type PasskeyLoginStart = components['schemas']['PasskeyLoginStart'];
export type PasskeyRegistration = components['schemas']['PasskeyRegistration'];
export type PasskeyRegistrationStart = components['schemas']['PasskeyRegistrationStart'];
export type PasskeyRenaming = components['schemas']['PasskeyRenaming'];
export type Passkeys = components['schemas']['Passkeys'];
export type PasswordChange = components['schemas']['PasswordChange'];
export type PasswordForgotten = components['schemas']['PasswordForgotten'];
export type PasswordReset = components['schemas']['PasswordReset'];
export type Person = components['schemas']['Person'];
export type PlatformHealth = components['schemas']['PlatformHealth'];
export type PolicyPoints = components['schemas']['PolicyPoints'];
export type PolicyPreview = components['schemas']['PolicyPreview'];
export type PolicyTrial = components['schemas']['PolicyTrial'];
export type PolicyVersion = components['schemas']['PolicyVersion'];
export type PriorityLevel = components['schemas']['PriorityLevel'];
export type PriorityProgress = components['schemas']['PriorityProgress'];
export type PriorityReason = components['schemas']['PriorityReason'];
export type PriorityRunState = components['schemas']['PriorityRunState'];
export type ProblemDocument = components['schemas']['ProblemDocument'];
export type Profile = components['schemas']['Profile'];
export type ProfileChange = components['schemas']['ProfileChange'];
export type Progress = components['schemas']['Progress'];
export type Project = components['schemas']['Project'];
export type ProjectChange = components['schemas']['ProjectChange'];
export type Proof = components['schemas']['Proof'];
export type Queue = components['schemas']['Queue'];
export type QueueDepth = components['schemas']['QueueDepth'];
export type ReasonTerm = components['schemas']['ReasonTerm'];
export type RecoveryCodes = components['schemas']['RecoveryCodes'];
export type Refresh = components['schemas']['Refresh'];
export type Registration = components['schemas']['Registration'];
export type Remember = components['schemas']['Remember'];
export type ReplicaPart = components['schemas']['ReplicaPart'];
export type Retest = components['schemas']['Retest'];
export type RetestOutcome = components['schemas']['RetestOutcome'];
export type RetestState = components['schemas']['RetestState'];
export type Retry = components['schemas']['Retry'];
export type Role = components['schemas']['Role'];
export type RoleChange = components['schemas']['RoleChange'];
export type RuleDescription = components['schemas']['RuleDescription'];
export type RuleDetail = components['schemas']['RuleDetail'];
export type RuleItem = components['schemas']['RuleItem'];
export type RuleReference = components['schemas']['RuleReference'];
export type RuleScanner = components['schemas']['RuleScanner'];
export type RuleText = components['schemas']['RuleText'];
export type Rules = components['schemas']['Rules'];
export type RunningScan = components['schemas']['RunningScan'];
export type SavedQuery = components['schemas']['SavedQuery'];
export type SavedView = components['schemas']['SavedView'];
export type Sbom = components['schemas']['Sbom'];
export type SbomComparison = components['schemas']['SbomComparison'];
export type SbomFormat = components['schemas']['SbomFormat'];
export type SbomOrigin = components['schemas']['SbomOrigin'];
export type SbomPackage = components['schemas']['SbomPackage'];
export type SbomPackages = components['schemas']['SbomPackages'];
export type Scan = components['schemas']['Scan'];
export type ScanDetail = components['schemas']['ScanDetail'];
export type ScanState = components['schemas']['ScanState'];
export type ScanToStart = components['schemas']['ScanToStart'];
export type Scope = components['schemas']['Scope'];
export type SecondFactor = components['schemas']['SecondFactor'];
export type SecondFactorNeeded = components['schemas']['SecondFactorNeeded'];
export type SeenBy = components['schemas']['SeenBy'];
export type Severity = components['schemas']['Severity'];
export type ShownSetting = components['schemas']['ShownSetting'];
export type ShownSettings = components['schemas']['ShownSettings'];
export type SignInOptions = components['schemas']['SignInOptions'];
export type SingleSignOn = components['schemas']['SingleSignOn'];
export type SingleSignOnStart = components['schemas']['SingleSignOnStart'];
export type SlaDays = components['schemas']['SlaDays'];
export type SsvcAnswer = components['schemas']['SsvcAnswer'];
export type Standing = components['schemas']['Standing'];
export type TableSize = components['schemas']['TableSize'];
export type Target = components['schemas']['Target'];
export type TargetChange = components['schemas']['TargetChange'];
export type TargetKind = components['schemas']['TargetKind'];
export type Team = components['schemas']['Team'];
export type TeamChange = components['schemas']['TeamChange'];
export type TeamPolicy = components['schemas']['TeamPolicy'];
export type Tokens = components['schemas']['Tokens'];
export type TotpCode = components['schemas']['TotpCode'];
export type TotpDisabling = components['schemas']['TotpDisabling'];
export type TotpEnrolment = components['schemas']['TotpEnrolment'];
export type TroubledScan = components['schemas']['TroubledScan'];
export type UnprovenTarget = components['schemas']['UnprovenTarget'];
export type UpdateReport = components['schemas']['UpdateReport'];
export type UpdateState = components['schemas']['UpdateState'];
export type Upload = components['schemas']['Upload'];
export type UploadKind = components['schemas']['UploadKind'];
export type UploadToScan = components['schemas']['UploadToScan'];
export type User = components['schemas']['User'];
export type UserChange = components['schemas']['UserChange'];
export type ValkeyPart = components['schemas']['ValkeyPart'];
export type Verdict = components['schemas']['Verdict'];
export type Verification = components['schemas']['Verification'];
export type VerificationMethod = components['schemas']['VerificationMethod'];
export type Verify = components['schemas']['Verify'];
export type ViewChange = components['schemas']['ViewChange'];
export type WebScanSettings = components['schemas']['WebScanSettings'];
export type WeekCount = components['schemas']['WeekCount'];
export type Worker = components['schemas']['Worker'];
export type $defs = Record<string, never>;
export interface operations {
    health_live: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    health_ready: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description Part of the name. */
                search?: string | null;
                /** @description Every team of the platform, for administrators, instead of your own. */
                all?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Team_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTeam"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_delete: {
        parameters: {
            query?: {
                /** @description Slug of the team, to delete it with all its projects and findings. */
                confirm?: string | null;
            };
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TeamChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Team"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_list_members: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description Members of this role only. */
                role?: components["schemas"]["Role"] | null;
                /** @description Part of the name or the e-mail address. */
                search?: string | null;
            };
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Member_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_add_member: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Addition"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_remove_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_change_member: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RoleChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Invitation_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    teams_revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    invitations_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Invitation_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    invitations_accept_token: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    invitations_accept: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Joined"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    invitations_decline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description Projects of this team. */
                team_id?: string | null;
                /** @description Part of the name or the description. */
                search?: string | null;
                importance?: components["schemas"]["Level"] | null;
                data_sensitivity?: components["schemas"]["Level"] | null;
                exposure?: components["schemas"]["Exposure"] | null;
                archived?: components["schemas"]["Archived"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Project_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProject"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_delete: {
        parameters: {
            query?: {
                /** @description Slug of the project, to say that you mean it. */
                confirm?: string | null;
            };
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProjectChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_archive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_restore: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_move: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Move"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Project"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeys"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_create_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewProjectKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    projects_revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    targets_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                kind?: components["schemas"]["TargetKind"] | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Target_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    targets_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewTarget"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    targets_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    targets_delete: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    targets_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TargetChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Target"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    targets_verify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Verify"] | null;
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Verification"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_descriptions_put: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDescription"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Description"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_descriptions_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    apis_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiSetup"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_actors_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                target_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewActor"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorShown"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_actors_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                actor_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    api_actors_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                actor_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ActorChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ActorShown"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    allowed_hosts_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AllowedHost_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    allowed_hosts_add: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAllowedHost"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AllowedHost"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    allowed_hosts_remove: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                host_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_list_all: {
        parameters: {
            query?: {
                state?: components["schemas"]["FindingState"][];
                severity?: components["schemas"]["Severity"][];
                /** @description Ids of rules. */
                rule?: string[];
                /** @description Numbers of the Common Weakness Enumeration. */
                cwe?: number[];
                target?: string[];
                /** @description Ids of users; `me`, or `none` for what nobody has. */
                assignee?: (string | ("me" | "none"))[];
                /** @description Scanners, or tools that were imported. */
                origin?: string[];
                confidence?: components["schemas"]["Confidence"][];
                /** @description Whether it is still to be done and past its due date. */
                overdue?: boolean | null;
                first_seen_from?: string | null;
                /** @description Before this time. */
                first_seen_to?: string | null;
                last_seen_from?: string | null;
                /** @description Before this time. */
                last_seen_to?: string | null;
                due_from?: string | null;
                /** @description Before this time. */
                due_to?: string | null;
                priority_level?: components["schemas"]["PriorityLevel"][];
                priority_from?: number | null;
                /** @description Included. */
                priority_to?: number | null;
                /** @description Seen by this scan or import. */
                scan?: string | null;
                /** @description With `scan`: seen by it first, or not. */
                new_in_scan?: boolean | null;
                /** @description Words of title, rule, place or summary; "in quotes" a phrase, -word without it. */
                search?: string | null;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                project?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FindingItem_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_count_all: {
        parameters: {
            query?: {
                state?: components["schemas"]["FindingState"][];
                severity?: components["schemas"]["Severity"][];
                /** @description Ids of rules. */
                rule?: string[];
                /** @description Numbers of the Common Weakness Enumeration. */
                cwe?: number[];
                target?: string[];
                /** @description Ids of users; `me`, or `none` for what nobody has. */
                assignee?: (string | ("me" | "none"))[];
                /** @description Scanners, or tools that were imported. */
                origin?: string[];
                confidence?: components["schemas"]["Confidence"][];
                /** @description Whether it is still to be done and past its due date. */
                overdue?: boolean | null;
                first_seen_from?: string | null;
                /** @description Before this time. */
                first_seen_to?: string | null;
                last_seen_from?: string | null;
                /** @description Before this time. */
                last_seen_to?: string | null;
                due_from?: string | null;
                /** @description Before this time. */
                due_to?: string | null;
                priority_level?: components["schemas"]["PriorityLevel"][];
                priority_from?: number | null;
                /** @description Included. */
                priority_to?: number | null;
                /** @description Seen by this scan or import. */
                scan?: string | null;
                /** @description With `scan`: seen by it first, or not. */
                new_in_scan?: boolean | null;
                /** @description Words of title, rule, place or summary; "in quotes" a phrase, -word without it. */
                search?: string | null;
                project?: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_list: {
        parameters: {
            query?: {
                state?: components["schemas"]["FindingState"][];
                severity?: components["schemas"]["Severity"][];
                /** @description Ids of rules. */
                rule?: string[];
                /** @description Numbers of the Common Weakness Enumeration. */
                cwe?: number[];
                target?: string[];
                /** @description Ids of users; `me`, or `none` for what nobody has. */
                assignee?: (string | ("me" | "none"))[];
                /** @description Scanners, or tools that were imported. */
                origin?: string[];
                confidence?: components["schemas"]["Confidence"][];
                /** @description Whether it is still to be done and past its due date. */
                overdue?: boolean | null;
                first_seen_from?: string | null;
                /** @description Before this time. */
                first_seen_to?: string | null;
                last_seen_from?: string | null;
                /** @description Before this time. */
                last_seen_to?: string | null;
                due_from?: string | null;
                /** @description Before this time. */
                due_to?: string | null;
                priority_level?: components["schemas"]["PriorityLevel"][];
                priority_from?: number | null;
                /** @description Included. */
                priority_to?: number | null;
                /** @description Seen by this scan or import. */
                scan?: string | null;
                /** @description With `scan`: seen by it first, or not. */
                new_in_scan?: boolean | null;
                /** @description Words of title, rule, place or summary; "in quotes" a phrase, -word without it. */
                search?: string | null;
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FindingItem_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_count: {
        parameters: {
            query?: {
                state?: components["schemas"]["FindingState"][];
                severity?: components["schemas"]["Severity"][];
                /** @description Ids of rules. */
                rule?: string[];
                /** @description Numbers of the Common Weakness Enumeration. */
                cwe?: number[];
                target?: string[];
                /** @description Ids of users; `me`, or `none` for what nobody has. */
                assignee?: (string | ("me" | "none"))[];
                /** @description Scanners, or tools that were imported. */
                origin?: string[];
                confidence?: components["schemas"]["Confidence"][];
                /** @description Whether it is still to be done and past its due date. */
                overdue?: boolean | null;
                first_seen_from?: string | null;
                /** @description Before this time. */
                first_seen_to?: string | null;
                last_seen_from?: string | null;
                /** @description Before this time. */
                last_seen_to?: string | null;
                due_from?: string | null;
                /** @description Before this time. */
                due_to?: string | null;
                priority_level?: components["schemas"]["PriorityLevel"][];
                priority_from?: number | null;
                /** @description Included. */
                priority_to?: number | null;
                /** @description Seen by this scan or import. */
                scan?: string | null;
                /** @description With `scan`: seen by it first, or not. */
                new_in_scan?: boolean | null;
                /** @description Words of title, rule, place or summary; "in quotes" a phrase, -word without it. */
                search?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Facets"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_statistics: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingStatistics"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_change_many: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BulkChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BulkResult"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_change: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FindingChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_comment: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewComment"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HistoryEntry"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_history: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_HistoryEntry_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_merge: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Merge"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_list_imports: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_FindingImport_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_import: {
        parameters: {
            query?: {
                /** @description The target the findings belong to. */
                target_id?: string | null;
                /** @description What to call the file. */
                file_name?: string;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        /** @description The file itself: SARIF 2.1.0, or a JSON report of SecureStack; told by its content. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description The same file was imported before; nothing changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingImport"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingImport"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_get_import: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
                import_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingImport"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_list_views: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description Only views of this project. */
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_SavedView_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_create_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewView"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_get_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_delete_view: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_change_view: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                view_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ViewChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SavedView"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_explain: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FindingPriority"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_progress: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PriorityProgress"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_get_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamPolicy"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_save_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewPolicy"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamPolicy"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_preview_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PolicyTrial"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyPreview"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_list_versions: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_PolicyVersion_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_language_model: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LanguageModelAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    priorities_advise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AdviceRequest"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdviceAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    uploads_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                target_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Upload_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    uploads_create: {
        parameters: {
            query: {
                /** @description What the file is called, such as `package-lock.json`. */
                file_name: string;
                /** @description Name of the target it belongs to, made where it is not there; without one the file's name. */
                target?: string | null;
                /** @description The target it belongs to. */
                target_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        /** @description The file itself: a lock file or manifest, an SBOM, a Java archive, a Go or Rust program, or a zip or tar.gz of a folder; told by name and content. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    uploads_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Upload"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    packages_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description Part of a name or purl. */
                search?: string | null;
                ecosystem?: string[];
                target_id?: string | null;
                /** @description Path of the file that names the package. */
                manifest?: string | null;
                /** @description Only packages with known flaws, or only others. */
                vulnerable?: boolean | null;
                /** @description Of the worst flaw. */
                severity?: components["schemas"]["Severity"][];
                /** @description Only what the project itself asks for, or only others. */
                direct?: boolean | null;
                scope?: ("production" | "optional" | "development")[];
                /** @description An SPDX expression; `none` for none declared. */
                licence?: string | null;
                /** @description What the policy says. */
                verdict?: components["schemas"]["Verdict"][];
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackagePage"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    packages_summary: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InventorySummary"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    packages_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                package_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackageDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_list: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenceOverview"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_get_project_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicencePolicyAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_write_project_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LicenceRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicencePolicyAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_remove_project_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_get_team_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicencePolicyAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_write_team_policy: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LicenceRules"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicencePolicyAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    licences_remove_team_policy: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                team_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                target_id?: string | null;
                origin?: components["schemas"]["SbomOrigin"] | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Sbom_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_generate: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSbom"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sbom"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_upload: {
        parameters: {
            query?: {
                /** @description What to call it. */
                file_name?: string;
                /** @description The target it is about. */
                target_id?: string | null;
            };
            header?: never;
            path: {
                project_id: string;
            };
            cookie?: never;
        };
        /** @description The document itself, CycloneDX or SPDX; told by its content. */
        requestBody: {
            content: {
                "application/octet-stream": string;
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sbom"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_list_formats: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SbomFormat"][];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                sbom_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sbom"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_delete: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sbom_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_download: {
        parameters: {
            query?: {
                /** @description Without one an uploaded document as it was, others as CycloneDX. */
                format?: components["schemas"]["BillFormat"] | null;
                /** @description Version of the format. */
                version?: string | null;
            };
            header?: never;
            path: {
                sbom_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The document; `application/octet-stream` is an uploaded one as it was. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.cyclonedx+json": Record<string, never>;
                    "application/vnd.cyclonedx+xml": string;
                    "application/spdx+json": Record<string, never>;
                    "text/spdx": string;
                    "application/octet-stream": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_list_packages: {
        parameters: {
            query?: {
                /** @description Part of a name or purl. */
                search?: string;
            };
            header?: never;
            path: {
                sbom_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SbomPackages"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    sboms_compare: {
        parameters: {
            query: {
                before: string;
            };
            header?: never;
            path: {
                sbom_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SbomComparison"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    advisories_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvisoryStore"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    advisories_list_updates: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AdvisoryUpdate_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    advisories_update: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AdvisoryUpdate"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_list: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                project_id?: string | null;
                target_id?: string | null;
                status?: components["schemas"]["ScanState"][];
                scanner?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Scan_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_create: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ScanToStart"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_get: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_retry: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Retry"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScanDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_watch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Server-sent events: `scan`, `progress` and `findings`, until the scan has ended. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_compare: {
        parameters: {
            query: {
                before: string;
            };
            header?: never;
            path: {
                scan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Comparison"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_retest: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewRetest"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Retest"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    findings_list_retests: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
            };
            header?: never;
            path: {
                finding_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_Retest_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    scans_create_batch: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Batch"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchAnswer"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    analytics_overview: {
        parameters: {
            query?: {
                /** @description Projects of this team. */
                team?: string | null;
                /** @description This project only. */
                project?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_get_sign_in_options: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SignInOptions"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Login"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description The password was right, and a code is needed too. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SecondFactorNeeded"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_login_with_second_factor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SecondFactor"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_refresh: {
        parameters: {
            query?: never;
            header?: {
                /** @description Any word; needed with the cookie, because other sites cannot send it. */
                "X-Requested-With"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Refresh"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_register: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Registration"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_complete_registration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewAccount"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_describe_link: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkDescription"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_get_me: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_change_profile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_change_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_forgot_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordForgotten"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_reset_password: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordReset"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_change_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EmailChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_send_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MailSent"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_verify_email: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkToken"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_list_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_revoke_other_sessions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_revoke_session: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                session_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_enrol_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TotpEnrolment"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_confirm_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpCode"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_disable_totp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TotpDisabling"];
            };
        };
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_renew_recovery_codes: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RecoveryCodes"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_list_passkeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkeys"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_create_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyRegistration"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_begin_passkey_registration: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Confirmation"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyRegistrationStart"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_delete_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_rename_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                passkey_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyRenaming"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Passkey"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_begin_passkey_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PasskeyLoginStart"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_login_with_passkey: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasskeyLogin"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Tokens"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_begin_single_sign_on: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SingleSignOn"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SingleSignOnStart"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_finish_single_sign_on: {
        parameters: {
            query?: {
                state?: string | null;
                code?: string | null;
                error?: string | null;
                iss?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_list_keys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ApiKeys"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_create_key: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewApiKey"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedApiKey"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_revoke_key: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                key_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_list_users: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description A part of the name or the address. */
                text?: string | null;
                is_active?: boolean | null;
                is_administrator?: boolean | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_User_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_list_invitations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitations"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_create_invitation: {
        parameters: {
            query?: never;
            header?: {
                /** @description A word of your own for this creation, such as a UUID; sent again within a day, it gets the same answer and creates nothing. */
                "Idempotency-Key"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInvitation"];
            };
        };
        responses: {
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CreatedInvitation"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_revoke_invitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                invitation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_get_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_change_user: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag that was read; the change is refused when it is no longer current. */
                "If-Match"?: string | null;
            };
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["UserChange"];
            };
        };
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_log_user_out: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    accounts_disable_totp_of_user: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                user_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    audit_list_entries: {
        parameters: {
            query?: {
                /** @description How many items to return at most. */
                limit?: number;
                /** @description `next` of the page before. */
                cursor?: string | null;
                /** @description Name of an order; `-` before it turns it round. */
                sort?: string | null;
                /** @description Id of the user who did it. */
                actor?: string | null;
                /** @description Id of the API key it was done with. */
                api_key?: string | null;
                /** @description What was done, such as `login.failed`; with a dot at its end, all that begin so: `login.`. */
                action?: string | null;
                /** @description Kind of thing it was done to, such as `project`. */
                object_type?: string | null;
                /** @description Id of the thing it was done to. */
                object_id?: string | null;
                team_id?: string | null;
                project_id?: string | null;
                /** @description Address it was done from. */
                ip?: string | null;
                /** @description From this time on. */
                since?: string | null;
                /** @description Before this time. */
                until?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Page_AuditEntry_"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    audit_export_entries: {
        parameters: {
            query?: {
                /** @description Id of the user who did it. */
                actor?: string | null;
                /** @description Id of the API key it was done with. */
                api_key?: string | null;
                /** @description What was done, such as `login.failed`; with a dot at its end, all that begin so: `login.`. */
                action?: string | null;
                /** @description Kind of thing it was done to, such as `project`. */
                object_type?: string | null;
                /** @description Id of the thing it was done to. */
                object_id?: string | null;
                team_id?: string | null;
                project_id?: string | null;
                /** @description Address it was done from. */
                ip?: string | null;
                /** @description From this time on. */
                since?: string | null;
                /** @description Before this time. */
                until?: string | null;
                /** @description `jsonl`: one JSON object a line; or `csv`. */
                format?: components["schemas"]["ExportFormat"];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The entries, the oldest first. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/jsonl": string;
                    "text/csv": string;
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    audit_verification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    rules_list: {
        parameters: {
            query?: never;
            header?: {
                /** @description ETag of the answer you have; while that is current, the answer is an empty 304. */
                "If-None-Match"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rules"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    rules_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rule_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RuleDetail"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    administration_health: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PlatformHealth"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    administration_queue: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Queue"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
    administration_settings: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ShownSettings"];
                };
            };
            /** @description A problem */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDocument"];
                };
            };
        };
    };
}
