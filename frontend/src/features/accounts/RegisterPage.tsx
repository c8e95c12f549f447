import { Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { Failure, Waiting } from "../../shared/states";
import { AskByMail } from "./AskByMail";
import { Entrance } from "./Entrance";
import { accountWords } from "./messages";
import { useSignInOptions } from "./PasswordField";

/** Asks for an account, where anybody may have one; says whom to ask where not. */
export function RegisterPage() {
  const words = accountWords();
  const options = useSignInOptions();
  const ask = useMutation({ mutationFn: (email: string) => answered(api.POST("/api/v1/auth/register", { body: { email } })) });
  const registration = options.data?.registration;
  return (
    <Entrance title={words.register}>
      {options.isPending && <Waiting lines={3} />}
      {options.error && <Failure error={options.error} again={() => void options.refetch()} />}
      {registration === "open" && <AskByMail why={words.registerWhy} asked={ask} />}
      {registration !== undefined && registration !== "open" && (
        <Stack>
          <Text>{registration === "invitation" ? words.byInvitation : words.closed}</Text>
          <Link className="link" to="/sign-in">{words.toLogIn}</Link>
        </Stack>
      )}
    </Entrance>
  );
}
