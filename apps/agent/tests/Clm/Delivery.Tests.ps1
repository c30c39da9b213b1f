BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    New-SelfSignedPair -Folder $TestDrive
    $plain = Start-FaultServer
    $secure = Start-FaultServer -CertificateFile "$TestDrive/cert.pem" -KeyFile "$TestDrive/key.pem"
    # All of them in one process of Constrained Language Mode, each with a spool of its own.
    $results = Invoke-AgentScript -Environment @{ GF_TEST_PLAIN = $plain.Port; GF_TEST_SECURE = $secure.Port; GF_TEST_DRIVE = "$TestDrive" } -Script {
        foreach ($fault in 'redirect', 'garbage', 'broken', 'busy', 'limited', 'cut', 'small', 'silent', 'stranger', 'restored', 'fading', 'retired', 'certificate', 'nobody') {
            $state = "$env:GF_TEST_DRIVE/$fault"
            $server = "http://127.0.0.1:$env:GF_TEST_PLAIN/$fault"
            if ($fault -eq 'certificate') { $server = "https://localhost:$env:GF_TEST_SECURE/taken" }
            if ($fault -eq 'nobody') { $server = 'http://127.0.0.1:9' }
            & (Get-Module GuardedFabricAgent) {
                param($state, $server)
                Initialize-GfaState -StatePath $state
                Write-GfaStateFile -StatePath $state -Name config -Value @{ server = $server }
                Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = $server; hostId = 'host-1'; credential = 'gfh_test'; previousCredential = 'gfh_previous'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
                foreach ($number in 1..8) {
                    $id = [guid]::NewGuid().ToString()
                    $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'host-1' -SnapshotId $id -Json ('{"snapshotId":"' + $id + '"}')
                }
            } $state $server
            $sent = Send-GuardedFabricSnapshot -StatePath $state -MaximumWaitSeconds 2
            # To wait is not to fail: what is not due is not tried.
            $next = Send-GuardedFabricSnapshot -StatePath $state -MaximumWaitSeconds 0
            $status = Get-Content "$state/status.json" -Raw | ConvertFrom-Json
            $identity = Import-Clixml "$state/identity.xml"
            @{ fault = $fault; credential = $identity.credential; previous = $identity.previousCredential; outcome = $sent.Outcome; stored = $sent.Stored; pending = $sent.Pending; message = $sent.Message; next = $next.Outcome; transportFault = $status.transportFault; notBefore = "$($status.notBefore)"; log = "$(Get-Content "$state/agent.log" -Raw -ErrorAction SilentlyContinue)" }
        }
    }
    $of = @{}
    foreach ($result in $results) { $of[$result.fault] = $result }
}

AfterAll {
    Stop-FaultServer $plain
    Stop-FaultServer $secure
}

Describe 'a server that does not do what it should' {
    It 'is not followed where it redirects: <_>' -ForEach 'redirect' {
        $of.redirect.outcome | Should -Be Blocked
        $of.redirect.pending | Should -Be 8
        $of.redirect.message | Should -Match 'redirect'
        $of.redirect.log | Should -Match ' 3002 Error '
    }

    It 'is not believed where it talks of something else, or of nothing: <_>' -ForEach 'garbage', 'silent' {
        $of.$_.outcome | Should -Be Kept
        $of.$_.stored | Should -Be 0
        $of.$_.pending | Should -Be 8
        $of.$_.message | Should -Match 'not a Guarded Fabric server'
    }

    It 'costs nothing where it breaks: <_>' -ForEach 'broken', 'cut', 'nobody' {
        $of.$_.outcome | Should -Be Kept
        $of.$_.pending | Should -Be 8
        $of.$_.log | Should -Match ' 2004 Warning '
    }

    It 'is left alone for as long as it asks' {
        $of.busy.outcome | Should -Be Kept
        $of.busy.next | Should -Be Waiting
        ([datetime]$of.busy.notBefore - [datetime]::UtcNow).TotalSeconds | Should -BeLessThan 78
    }

    It 'is tried again in the same run where it asks for a moment' {
        $of.limited.outcome | Should -Be Sent
        $of.limited.stored | Should -Be 8
    }

    It 'gets less at a time where a batch is too large, in whoever''s words' {
        $of.small.outcome | Should -Be Sent
        $of.small.stored | Should -Be 8
    }

    It 'is not spoken to where its certificate is not trusted, and the cause is named' {
        $of.certificate.outcome | Should -Be Blocked
        $of.certificate.stored | Should -Be 0
        $of.certificate.message | Should -Match 'certificate of https://localhost'
        $of.certificate.message | Should -Match 'never skipped'
        $of.certificate.transportFault | Should -Be 'failed: certificate'
        $of.certificate.log | Should -Match ' 3001 Error '
    }

    It 'takes no credential away by a refusal: <_>' -ForEach 'stranger', 'fading', 'retired' {
        $of.$_.outcome | Should -Be $(if ($_ -eq 'fading') { 'Kept' } else { 'Refused' })
        $of.$_.pending | Should -Be 8
        $of.$_.credential | Should -Be 'gfh_test'
        $of.$_.previous | Should -Be 'gfh_previous'
    }

    It 'gets the previous credential where it knows only that one, from then on' {
        $of.restored.outcome | Should -Be Sent
        $of.restored.stored | Should -Be 8
        $of.restored.credential | Should -Be 'gfh_previous'
        $of.restored.previous | Should -BeNullOrEmpty
    }

    It 'sees no credential in any log' {
        $results.log | Where-Object { $_ -match 'gfh_' } | Should -BeNullOrEmpty
    }
}

Describe 'addresses' {
    It 'are refused in the clear beyond this machine, and where they are none' {
        $said = Invoke-AgentScript {
            foreach ($address in 'http://fabric.fab.example', 'http://localhost.fab.example', 'http://127.0.0.1.fab.example', 'ftp://fabric', 'fabric.fab.example', 'https://user:secret@fabric', 'https://', 'http://127.0.0.1:3000/', 'http://[::1]:3000', 'https://fabric.fab.example/') {
                try { & (Get-Module GuardedFabricAgent) { param($address) Resolve-GfaServerAddress $address } $address } catch { 'refused' }
            }
        }
        $said | Should -Be (@('refused') * 7 + @('http://127.0.0.1:3000', 'http://[::1]:3000', 'https://fabric.fab.example'))
    }

    It 'are waited for with full jitter, at most five minutes' {
        $seconds = Invoke-AgentScript { & (Get-Module GuardedFabricAgent) { 1..200 | ForEach-Object { Get-GfaBackoffSeconds -Attempt 20 }; 1..50 | ForEach-Object { Get-GfaBackoffSeconds -Attempt 1 }; Get-GfaBackoffSeconds -Attempt 1 -RetryAfterSeconds 90 } }
        ($seconds[0..199] | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 300
        ($seconds[0..199] | Measure-Object -Minimum).Minimum | Should -BeLessThan 150
        ($seconds[200..249] | Measure-Object -Maximum).Maximum | Should -BeLessOrEqual 2
        $seconds[250] | Should -Be 90
    }
}
