BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    $fixture = "$PSScriptRoot/../Fixtures/snapshot.full.json"
    # What is another one in every run.
    function ConvertTo-Stable {
        param([string]$Json)
        $tree = $Json | ConvertFrom-Json -DateKind String
        $tree.snapshotId = '0198f0c2-6d0e-4b1a-9a53-2f1f0c9d7e11'
        $tree.collectedAt = '2026-11-24T09:32:06.120Z'
        $tree.agent.powershell = '7.6.9'
        $tree.agent.durationMs = 1820
        $tree.facts.clock.value.syncedAt = '2026-11-24T09:20:00.000Z'
        $tree.facts.diagnostics.value.collectedAt = '2026-11-24T03:00:00.000Z'
        $tree
    }
}

Describe 'Constrained Language Mode' {
    It 'is what the module''s functions really run in, whatever they inherit' {
        $result = Invoke-AgentScript { & (Get-Module GuardedFabricAgent) { "$($ExecutionContext.SessionState.LanguageMode)"; try { [Math]::Abs(1) } catch { $_.FullyQualifiedErrorId } } }
        $result | Should -Be @('ConstrainedLanguage', 'MethodInvocationNotSupportedInConstrainedLanguage')
    }
}

Describe 'a snapshot of a known host in <Mode>' -ForEach @(@{ Mode = 'ConstrainedLanguage'; Full = $false }, @{ Mode = 'FullLanguage'; Full = $true }) {
    It 'is the fixture that the contract and the simulator read' {
        # A host that has run before: its diagnostics are there, and its last connection is known.
        $made = Invoke-AgentScript -FullLanguage:$Full -Environment @{ GF_TEST_STATE = "$TestDrive/$Mode" } -Script {
            & (Get-Module GuardedFabricAgent) {
                Initialize-GfaState -StatePath $env:GF_TEST_STATE
                Set-GfaStatus -StatePath $env:GF_TEST_STATE -Change @{ connectionTls = 'TLSv1.3' }
                Update-GfaDiagnostics -StatePath $env:GF_TEST_STATE -AttestationStatus InsecureHostConfiguration
            }
            Get-GuardedFabricSnapshot -AsJson -StatePath $env:GF_TEST_STATE
        }
        $tree = ConvertTo-Stable $made[0]
        $tree.agent.languageMode | Should -Be $Mode
        $tree.agent.languageMode = 'ConstrainedLanguage'
        $text = $tree | ConvertTo-Json -Depth 12
        if ($env:GF_UPDATE_FIXTURES) { Set-Content -LiteralPath $fixture -Value $text }
        $text | Should -BeExactly (Get-Content -LiteralPath $fixture -Raw).TrimEnd()
    }
}

Describe 'a host that is not like the others' {
    It 'costs no snapshot: two collectors hang, one is denied, one throws, modules are missing' {
        $bad = New-StubHost {
            param($table)
            $table['hang'] = @('Get-Tpm', 'Get-Cluster')
            $table['throw'] = @{ 'Get-BitLockerVolume' = 'Access denied'; 'Win32_DeviceGuard' = 'Invalid namespace' }
            $table.registry['denied'] = 'CrashControl'
        }
        $well = (Invoke-AgentScript { Get-GuardedFabricSnapshot -AsJson })[0] | ConvertFrom-Json
        $result = Invoke-AgentScript { Get-GuardedFabricSnapshot -AsJson } -StubHost $bad -Without Dism, Hyper-V, SecureBoot
        $snapshot = $result[0] | ConvertFrom-Json
        # Beside a run without trouble on the same machine, which may be a busy one: two more processes were started.
        $snapshot.agent.durationMs | Should -BeLessThan (8000 + 3 * $well.agent.durationMs)
        $snapshot.facts.tpm.status | Should -Be failed
        $snapshot.facts.tpm.reason | Should -Match 'did not answer in time'
        $snapshot.facts.cluster.status | Should -Be failed
        $snapshot.facts.bitLocker.reason | Should -Match 'Access denied'
        $snapshot.facts.deviceGuard.status | Should -Be failed
        $snapshot.facts.dumps.reason | Should -Match 'code 5'
        $snapshot.facts.shieldedVms.status | Should -Be unavailable
        $snapshot.facts.secureBoot.status | Should -Be unavailable
        foreach ($name in 'tls', 'boot', 'hardware', 'hibernation', 'hgsEvents', 'clock') { $snapshot.facts.$name.status | Should -Be ok -Because $name }
        $snapshot.hgsClient.attestationStatus | Should -Be InsecureHostConfiguration
    }

    It 'says null for the HGS client where the module is missing' {
        $snapshot = (Invoke-AgentScript { Get-GuardedFabricSnapshot -AsJson } -Without HgsClient, ServerManager, FailoverClusters)[0] | ConvertFrom-Json
        $snapshot.PSObject.Properties['hgsClient'].Value | Should -Be $null
        $snapshot.facts.hostGuardianFeature.value.source | Should -Be OptionalFeature
        $snapshot.facts.hostGuardianFeature.value.installState | Should -Be EnablePending
        $snapshot.facts.hostGuardianFeature.value.restartNeeded | Should -BeTrue
        $snapshot.facts.cluster.status | Should -Be unavailable
    }

    It 'understands BIOS firmware, a French w32tm and no cluster' {
        $other = New-StubHost {
            param($table)
            $table.registry['SYSTEM\CurrentControlSet\Control'] = @{}
            $table.commands['Confirm-SecureBootUEFI'] = 'NotImplemented'
            $table.registry.Remove('Cluster')
        }
        $facts = Invoke-AgentScript { Get-GuardedFabricFact -Name secureBoot, clock, cluster, host } -StubHost $other -Environment @{ GF_STUB_FRENCH = '1' }
        $facts[0].Value.uefi | Should -BeFalse
        $facts[0].Value.enabled | Should -Be $null
        $facts[1].Value.offsetSeconds | Should -Be -0.0021
        $facts[2].Status | Should -Be unavailable
        $facts[3].Value.cluster | Should -Be $null
    }

    It 'prints what a real host printed: <Sample>' -ForEach @(
        @{ Sample = '01-get-hgsclientconfiguration-2016-tpm-passed.txt'; Mode = 'Tpm'; Fallback = $null }
        @{ Sample = '03-get-hgsclientconfiguration-2016-ad-passed.txt'; Mode = 'ActiveDirectory'; Fallback = $null }
        @{ Sample = '04-get-hgsclientconfiguration-2019-hostkey-passed.txt'; Mode = 'HostKey'; Fallback = 0 }
    ) {
        $facts = Invoke-AgentScript { Get-GuardedFabricFact -Name hgsClient } -Environment @{ GF_TEST_SAMPLE = "$PSScriptRoot/../Fixtures/HgsSamples/$Sample" }
        $value = $facts[0].Value
        $value.isHostGuarded | Should -BeTrue
        $value.attestationStatus | Should -Be Passed
        $value.attestationSubstatus | Should -Be NoInformation
        $value.attestationOperationMode | Should -Be $Mode
        if ($null -eq $Fallback) { $value.fallbackAttestationServerUrl | Should -Be $null } else { $value.fallbackAttestationServerUrl.Count | Should -Be $Fallback }
    }

    It 'is collected in the agent''s own process where no other can be started' {
        $snapshot = (Invoke-AgentScript {
                & (Get-Module GuardedFabricAgent) { function Get-GfaShellPath { '/nowhere/powershell' }; (New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath)).Json }
            })[0] | ConvertFrom-Json
        $snapshot.hgsClient.attestationStatus | Should -Be InsecureHostConfiguration
        $snapshot.facts.tpm.status | Should -Be ok
    }

    It 'runs the diagnostics after sending, once a day and when it turns, and leaves no trace behind' {
        $state = "$TestDrive/state"
        $result = Invoke-AgentScript -Environment @{ GF_TEST_STATE = $state; GF_STUB_LOG = "$TestDrive/log"; TEMP = "$TestDrive" } -Script {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
                Initialize-GfaState -StatePath $state
                $before = Get-GfaDiagnosticsJson -StatePath $state
                Update-GfaDiagnostics -StatePath $state -AttestationStatus Passed
                Update-GfaDiagnostics -StatePath $state -AttestationStatus Passed
                Update-GfaDiagnostics -StatePath $state -AttestationStatus InsecureHostConfiguration
                Update-GfaDiagnostics -StatePath $state -AttestationStatus InsecureHostConfiguration
                $before
                Get-GfaDiagnosticsJson -StatePath $state
            }
        }
        ($result[0] | ConvertFrom-Json).status | Should -Be unavailable
        $fact = $result[1] | ConvertFrom-Json -DateKind String
        $fact.value.text | Should -Match '^Overall Result: Fail\n    GuardHost1: Fail'
        $fact.value.collectedAt | Should -Match '^\d{4}-.*Z$'
        @(Get-Content "$TestDrive/log").Count | Should -Be 2
        Get-ChildItem $TestDrive -Filter 'GuardedFabricTrace*' | Should -BeNullOrEmpty
    }

    It 'tests itself, under the names that Get-HgsClientConfiguration prints' {
        $result = (Invoke-AgentScript { Test-GuardedFabricHost })[0]
        $result.AttestationStatus | Should -Be InsecureHostConfiguration
        $result.AttestationSubstatus | Should -Be 'SecureBootSettings, BitLocker'
        $result.HgsClientFound | Should -BeTrue
        @($result.Collectors | Where-Object { $_.Status -ne 'ok' -and $_.Name -ne 'diagnostics' }) | Should -BeNullOrEmpty
    }
}
