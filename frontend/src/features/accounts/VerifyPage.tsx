import { Button, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import { Failure } from "../../shared/states";
import { Entrance } from "./Entrance";

/** The page behind the link that proves an e-mail address. A press is asked for: programs that look at mails open links too. */
export function VerifyPage() {
  const { hash } = useLocation();
  const [token] = useState(hash);
  const verify = useMutation({ mutationFn: () => answered(api.POST("/api/v1/auth/email/verify", { body: { token } })) });
  return (
    <Entrance title="Your e-mail address">
      {verify.isSuccess ? (
        <Text role="status">It is confirmed. <Link className="link" to="/">Go on</Link></Text>
      ) : (
        <Stack>
          <Text>Confirm that this address is yours.</Text>
          {verify.error && <Failure error={verify.error} />}
          <Button disabled={token === ""} loading={verify.isPending} onClick={() => verify.mutate()}>Confirm</Button>
        </Stack>
      )}
    </Entrance>
  );
}
