# How long a run may take, and what it asks Windows for.
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
}

Describe 'the time of a run' {
    It 'is over before the task ends it: the rest is for the next run' {
        $told = Invoke-AgentScript -Environment @{ GF_TEST_STATE = "$TestDrive/time" } {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
                Initialize-GfaState -StatePath $state
                [int](Get-GfaSecondsLeft)
                $script:GfaRunEndsAt = Get-GfaRunEnd
                (Get-GfaSecondsLeft) -le 165
                $script:GfaRunEndsAt = (Get-Date).ToUniversalTime().AddSeconds(20)
                foreach ($time in 1, 2) { $null = Add-GfaSpoolEntry -StatePath $state -EnrolmentId 'one' -SnapshotId ([guid]::NewGuid().ToString()) -Json '{"a":1}' }
                # One at a time, so that there is a next batch.
                function Select-GfaBatch { param($Entry, $StatePath) @{ Entry = $Entry[0]; Text = '{}' } }
                function Invoke-GfaRequest { param($Body) @{ status = 200; body = @{ results = @(@{ snapshotId = (Get-GfaSpoolEntry -StatePath $env:GF_TEST_STATE)[0].SnapshotId; outcome = 'stored' }) } } }
                function Invoke-GfaCollection { throw 'asked' }
                (Send-GfaSpool -StatePath $state -Server 'http://127.0.0.1:1' -MaximumWaitSeconds 60)['stored']
                @(Get-GfaSpoolEntry -StatePath $state).Count
                Update-GfaDiagnostics -StatePath $state -AttestationStatus Passed
            }
        }
        $told | Should -Be @(3600, $true, 1, 1)
    }

    It 'is what the tries take as well, not only the waiting between them' {
        $told = Invoke-AgentScript {
            & (Get-Module GuardedFabricAgent) {
                $script:now = Get-Date
                function Get-Date { $script:now }
                function Start-Sleep { param($Seconds) $script:now = $script:now.AddSeconds($Seconds) }
                $script:tries = 0
                $null = Invoke-GfaWithRetry -MaximumWaitSeconds 60 -Try { $script:tries++; $script:now = $script:now.AddSeconds(30); @{ status = 0; fault = 'timeout' } }
                $script:tries
            }
        }
        $told[0] | Should -BeLessOrEqual 2
    }

    It 'is set for a task that an earlier version registered' {
        $log = "$TestDrive/schedule.log"
        $null = Invoke-AgentScript -Environment @{ GF_TEST_STATE = "$TestDrive/schedule"; GF_STUB_LOG = $log } {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
                Initialize-GfaState -StatePath $state
                Set-GfaStatus -StatePath $state -Change @{ scheduledSeconds = 900; nextReportSeconds = 900 }
                Update-GfaSchedule -StatePath $state
                Update-GfaSchedule -StatePath $state
            }
        }
        $calls = @(Get-Content $log | ConvertFrom-Json | Where-Object command -eq 'Set-ScheduledTask')
        $calls.Count | Should -Be 1
        $calls[0].arguments.Settings.Minutes | Should -Be 3
        $calls[0].arguments.Trigger | Should -BeNullOrEmpty
    }
}

Describe 'the security of virtual machines' {
    It 'is asked of all of them at once, and taken for the right one: <Name>' -ForEach @(
        @{ Name = 'named'; Change = { param($table) $n = 0; foreach ($vm in $table.commands['Get-VM']) { $n++; $vm['Id'] = "id-$n" }; [array]::Reverse($table.commands['Get-VM']) } }
        @{ Name = 'in their order'; Change = { } }
    ) {
        $log = "$TestDrive/security-$($Name -replace ' ').log"
        $fact = Invoke-AgentScript -StubHost (New-StubHost $Change) -Environment @{ GF_STUB_LOG = $log } { Get-GuardedFabricFact -Name shieldedVms }
        $fact[0].Value.total, $fact[0].Value.running | Should -Be @(3, 2)
        @(Get-Content $log | ConvertFrom-Json | Where-Object command -eq 'Get-VMSecurity').Count | Should -Be 1
    }
}
