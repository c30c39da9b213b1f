BeforeAll { Import-Module $env:GF_AGENT_MODULE -Force }

Describe 'sending' {
    BeforeAll {
        function New-SendingState {
            $state = Join-Path $TestDrive ([guid]::NewGuid())
            InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
                param($state)
                Initialize-GfaState -StatePath $state
                Write-GfaStateFile -StatePath $state -Name config -Value @{ server = 'https://fabric' }
                Write-GfaStateFile -StatePath $state -Name identity -Value @{ server = 'https://fabric'; hostId = 'host-1'; credential = 'gfh_x'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
                foreach ($number in 1..3) { $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId host-1 -SnapshotId ([guid]::NewGuid()) -Json '{"a":1}' }
            }
            $state
        }
    }

    It 'does not say that all was sent where some is left: <Name>' -ForEach @(
        @{ Name = 'the time of the run is over'; Change = { Mock Get-GfaSecondsLeft { 10 } }; Left = 2; Said = 'next run' }
        @{ Name = 'what is left cannot be read now'; Change = { Mock Select-GfaBatch { } }; Left = 3; Said = 'could not be read' }
    ) {
        $result = InModuleScope GuardedFabricAgent -Parameters @{ state = (New-SendingState); change = "$Change" } {
            param($state, $change)
            Mock Select-GfaBatch { , @(@{ Entry = $Entry[0] }) }
            Mock Send-GfaBatch { @{ status = 200; body = @{} } }
            Mock Receive-GfaAnswer { Remove-Item $Batch[0].Entry.Path; @{ stored = 1; duplicate = 0; rejected = 0 } }
            . ([scriptblock]::Create($change))
            $sent = Send-GuardedFabricSnapshot -StatePath $state
            New-GfaRunResult -Outcome $sent.Outcome -Sent $sent -Message $sent.Message
        }
        $result.Outcome, $result.ExitCode, $result.Pending | Should -Be @('Kept', 3, $Left)
        $result.Message | Should -Match $Said
    }

    It 'is tried again where waiting may help, and not where the server has decided: <Status>' -ForEach @(
        foreach ($status in 0, 204, 302, 408, 429, 500, 503) { @{ Status = $status; Helps = $true } }
        foreach ($status in 400, 401, 403, 404, 409, 413, 422) { @{ Status = $status; Helps = $false } }
    ) {
        InModuleScope GuardedFabricAgent -Parameters @{ status = $Status } { param($status) Test-GfaRetryable @{ status = $status } } |
            Should -Be $Helps
    }

    It 'waits for a run that is under way before it renews the credential' {
        InModuleScope GuardedFabricAgent -Parameters @{ state = (New-SendingState) } {
            param($state)
            $script:isHeld = @()
            Mock Update-GfaCredential { $script:isHeld += Test-Path "$state/agent.lock"; $true }
            Mock Send-GfaSpool { $script:isHeld += Test-Path "$state/agent.lock"; $script:waits = $MaximumWaitSeconds; @{ outcome = 'Sent' } }
            (Send-GuardedFabricSnapshot -StatePath $state -RotateCredential -MaximumWaitSeconds 7).Outcome | Should -Be Sent
            $script:isHeld | Should -Not -Contain $false
            $script:waits | Should -Be 7
            Test-Path "$state/agent.lock" | Should -BeFalse
        }
    }
}
