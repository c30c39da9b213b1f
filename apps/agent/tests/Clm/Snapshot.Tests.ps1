BeforeDiscovery {
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $modes = @(Get-RunMode)
}
BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
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

Describe 'a known host in <Mode>' -ForEach $modes {
    BeforeAll {
        # A host that has run before: its diagnostics are there, and its last connection is known.
        $results = Invoke-AgentScript -FullLanguage:$Full -Environment @{ GF_TEST_STATE = "$TestDrive/$Mode"; GF_TEST_MODE = $Mode } -Script {
            $alone = { & (Get-Module GuardedFabricAgent) { function script:Get-GfaShellPath { '/nowhere/powershell' } } }
            # The mode that the module's functions run in, whatever they inherit.
            , @(& (Get-Module GuardedFabricAgent) { "$($ExecutionContext.SessionState.LanguageMode)"; try { [Math]::Abs(1) } catch { $_.FullyQualifiedErrorId } })
            # What processes of their own find is shown in the other mode.
            if ($env:GF_TEST_MODE -eq 'FullLanguage') { & $alone }
            & (Get-Module GuardedFabricAgent) {
                Initialize-GfaState -StatePath $env:GF_TEST_STATE
                Set-GfaStatus -StatePath $env:GF_TEST_STATE -Change @{ connectionTls = 'TLSv1.3' }
                Update-GfaDiagnostics -StatePath $env:GF_TEST_STATE -AttestationStatus InsecureHostConfiguration
            }
            Get-GuardedFabricSnapshot -AsJson -StatePath $env:GF_TEST_STATE
            & $alone
            Test-GuardedFabricHost -StatePath $env:GF_TEST_STATE
        }
        $language, $made, $tested = $results
    }

    It 'is read in that mode' {
        $language | Should -Be $(if ($Full) { @($Mode, 1) } else { @($Mode, 'MethodInvocationNotSupportedInConstrainedLanguage') })
    }

    It 'gives the fixture that the contract and the simulator read' {
        $tree = ConvertTo-Stable $made
        $tree.agent.languageMode | Should -Be $Mode
        $tree.agent.languageMode = 'ConstrainedLanguage'
        $text = $tree | ConvertTo-Json -Depth 12
        if ($env:GF_UPDATE_FIXTURES) { Set-Content -LiteralPath $fixture -Value $text }
        $text | Should -BeExactly (Get-Content -LiteralPath $fixture -Raw).TrimEnd()
    }

    It 'tests itself, under the names that Get-HgsClientConfiguration prints' {
        $tested.AttestationStatus | Should -Be InsecureHostConfiguration
        $tested.AttestationSubstatus | Should -Be 'SecureBootSettings, BitLocker'
        $tested.HgsClientFound | Should -BeTrue
        $tested.LanguageMode | Should -Be $Mode
        @($tested.Collectors | Where-Object { $_.Status -ne 'ok' -and $_.Name -ne 'diagnostics' }) | Should -BeNullOrEmpty
        $tested.AttestationStatusCode | Should -Be 303
        $tested.AttestationSubstatusCode | Should -Be 1536
        $tested.HgsClientReturns | Should -Be enumerations
        $tested.IsFallbackInUse | Should -BeFalse
        $tested.FallbackAttestationServerUrl | Should -Match '^https?:[^,]+(, https?:[^,]+)*$'
        # A list is cut by Format-List: each has its own line as well.
        foreach ($collector in $tested.Collectors) { $tested.$($collector.Name) | Should -Match "^$($collector.Status)(: .+)?$" -Because $collector.Name }
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
        # Only what hangs is ever late: on a busy machine the quick ones could be too.
        $result = Invoke-AgentScript -StubHost $bad -Without Dism, Hyper-V, SecureBoot {
            & (Get-Module GuardedFabricAgent) { function script:Test-GfaCollectorLate { param($Name, $ClaimedAt) 'tpm', 'cluster' -contains $Name -and ((Get-Date) - $ClaimedAt).TotalSeconds -gt 1 } }
            Get-GuardedFabricSnapshot -AsJson
        }
        $snapshot = $result[0] | ConvertFrom-Json
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

    It 'is made whole whichever one of its sources fails' {
        $sources = (Get-Content "$PSScriptRoot/../Fixtures/hosts/full.json" -Raw | ConvertFrom-Json -AsHashtable)
        # What a central collector alone asks fails nobody here.
        $own = @($sources.cim.Keys) -notmatch '^(MSFT_|Msvm_|MSCluster_|Win32_(OptionalFeature|EncryptableVolume|Tpm)$)'
        $names = 'StdRegProv.GetDWORDValue', 'StdRegProv.GetStringValue' + @($sources.commands.Keys) + @($own)
        # On a push those of each kind; what each collector says without its own is shown in Collectors.Tests.ps1.
        $names = @('Win32_OperatingSystem') + @($names -ne 'Win32_OperatingSystem' | Select-Object -First (Get-RunCount -Push 9 -Long 100))
        $bad = foreach ($name in $names) { @{ name = $name; path = New-StubHost { param($table) $table['throw'] = @{ $name = 'Access denied' } }.GetNewClosure() } }
        $bad | ConvertTo-Json | Set-Content "$TestDrive/bad.json"
        $made = Invoke-AgentScript -Environment @{ GF_TEST_CASES = "$TestDrive/bad.json" } {
            Import-Module GfStubSupport
            foreach ($case in Microsoft.PowerShell.Utility\ConvertFrom-Json (Get-Content $env:GF_TEST_CASES -Raw)) {
                Set-StubHost -Path $case.path
                $json = & (Get-Module GuardedFabricAgent) {
                    $facts = @{}
                    foreach ($name in (Get-GfaCollectorTable).Keys) { $facts[$name] = Get-GfaFactText -Name $name }
                    (Join-GfaSnapshot -Fact $facts -StartedAt (Get-Date)).Json
                }
                @{ name = $case.name; json = $json }
            }
        }
        @($made).Count | Should -Be $names.Count
        foreach ($one in $made) {
            $snapshot = $one.json | ConvertFrom-Json -DateKind String
            @($snapshot.facts.PSObject.Properties).Count | Should -Be 18 -Because $one.name
            foreach ($fact in $snapshot.facts.PSObject.Properties) { $fact.Value.status | Should -BeIn 'ok', 'unavailable', 'failed' -Because "$($fact.Name) without $($one.name)" }
            $snapshot.host.hostname | Should -Be 'HV-PAR-0309' -Because $one.name
        }
        ($made | Where-Object name -EQ 'Win32_OperatingSystem').json | Should -Match '"bootedAt":null'
    }

    It 'tests itself, and says what could not be read, in a list that nothing cuts' {
        $bad = New-StubHost {
            param($table)
            $table['throw'] = @{ 'Get-HgsClientConfiguration' = 'Access denied'; 'Get-Tpm' = 'Access denied'; 'Get-BitLockerVolume' = 'Access denied' }
        }
        $printed = (Invoke-AgentScript -StubHost $bad -Environment @{ GF_TEST_STATE = "$TestDrive/bad" } -Script {
                & (Get-Module GuardedFabricAgent) { function script:Get-GfaShellPath { '/nowhere/powershell' } }
                (Test-GuardedFabricHost -StatePath $env:GF_TEST_STATE | Format-List | Out-String -Width 120)
            }) -join "`n"
        foreach ($name in 'HgsClientError', 'tpm', 'bitLocker') { $printed | Should -Match "(?m)^$name +: .*Access denied" }
        $printed | Should -Match '(?m)^HgsClientReturns +: *$'
        $printed | Should -Match '(?m)^cluster +: ok'
    }

    It 'prints what real hosts printed' {
        $samples = @(
            @{ Sample = '01-get-hgsclientconfiguration-2016-tpm-passed.txt'; Mode = 'Tpm'; Fallback = $null }
            @{ Sample = '03-get-hgsclientconfiguration-2016-ad-passed.txt'; Mode = 'ActiveDirectory'; Fallback = $null }
            @{ Sample = '04-get-hgsclientconfiguration-2019-hostkey-passed.txt'; Mode = 'HostKey'; Fallback = 0 }
        )
        $facts = Invoke-AgentScript -Environment @{ GF_TEST_SAMPLES = "$PSScriptRoot/../Fixtures/HgsSamples"; GF_TEST_NAMES = $samples.Sample -join ' ' } {
            foreach ($name in $env:GF_TEST_NAMES -split ' ') {
                $env:GF_TEST_SAMPLE = "$env:GF_TEST_SAMPLES/$name"
                Get-GuardedFabricFact -Name hgsClient
            }
        }
        $facts.Count | Should -Be $samples.Count
        foreach ($number in 0..2) {
            $value = $facts[$number].Value
            $sample = $samples[$number]
            $value.isHostGuarded | Should -BeTrue -Because $sample.Sample
            $value.attestationStatus | Should -Be Passed
            $value.attestationSubstatus | Should -Be NoInformation
            $value.attestationOperationMode | Should -Be $sample.Mode
            if ($null -eq $sample.Fallback) { $value.fallbackAttestationServerUrl | Should -Be $null } else { $value.fallbackAttestationServerUrl.Count | Should -Be $sample.Fallback }
        }
    }

    It 'is collected in the agent''s own process where no other can be started, with null for an HGS client that is not there' {
        $snapshot = (Invoke-AgentScript -Without Dism, HgsClient {
                & (Get-Module GuardedFabricAgent) { function Get-GfaShellPath { '/nowhere/powershell' }; (New-GfaSnapshot -WorkPath (Get-GfaTemporaryPath)).Json }
            })[0] | ConvertFrom-Json
        $snapshot.PSObject.Properties['hgsClient'].Value | Should -Be $null
        $snapshot.facts.tpm.status | Should -Be ok
    }

    It 'runs the diagnostics after sending, once a day and when it turns, and leaves no trace behind' {
        $state = "$TestDrive/state"
        $result = Invoke-AgentScript -Environment @{ GF_TEST_STATE = $state; GF_STUB_LOG = "$TestDrive/log"; TEMP = "$TestDrive" } -Script {
            & (Get-Module GuardedFabricAgent) {
                function Get-GfaShellPath { '/nowhere/powershell' }
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
}
