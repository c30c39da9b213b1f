# The central collector: hosts that are only there as descriptions, read over sessions, sent under one credential each.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $modes = @(Get-RunMode)
}
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force

    function Add-RemoteHost {
        param([string]$Folder, [string]$Name, [scriptblock]$Change = {})
        $id = '4C4C4544-0042-3510-8054-{0:X12}' -f [Math]::Abs($Name.GetHashCode())
        $path = New-StubHost -Change {
            param($table)
            $table.cim.Win32_ComputerSystemProduct.UUID = $id
            $table.cim.Win32_ComputerSystem.DNSHostName = $Name
            $table.cim.Win32_ComputerSystem.Name = $Name
            & $Change $table
        }.GetNewClosure()
        Move-Item -LiteralPath $path -Destination "$Folder/$Name.json" -Force
    }
    $server = Start-FaultServer
    Set-Content "$TestDrive/token" 'gfe_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA'
}
AfterAll { Stop-FaultServer $server }

Describe 'the central collector in <Mode>' -ForEach $modes {
    BeforeAll {
        $work = "$TestDrive/$Mode"
        $hosts = "$work/hosts"
        $null = New-Item $hosts -ItemType Directory
        Add-RemoteHost $hosts 'WELL'
        Add-RemoteHost $hosts 'POOR' { param($table) $table['missing'] = @('MSFT_HgsClientConfiguration.Get', 'Win32_DeviceGuard'); $table['throw'] = @{ Win32_Tpm = 'Access denied' }; $table.registry['denied'] = 'CrashControl' }
        Add-RemoteHost $hosts 'SWAPPED'
        Add-RemoteHost $hosts 'GONE'
        Add-RemoteHost $hosts 'BROKEN' { param($table) $table['throw'] = @{ Win32_ComputerSystemProduct = 'Access denied' } }
        $environment = @{ GF_STUB_HOSTS = $hosts; GF_TEST_STATE = "$work/state"; GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken"; GF_TEST_TOKEN = "$TestDrive/token"; GF_STUB_LOG = "$work/log" }
        $registered = Invoke-AgentScript -FullLanguage:$Full -Environment $environment -Script {
            $names = 'WELL', 'POOR', 'SWAPPED', 'GONE', 'BROKEN'
            Register-GuardedFabricRemoteHost -CimSession (New-CimSession $names) -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN -StatePath $env:GF_TEST_STATE
            # Again, with one session twice: harmless.
            Register-GuardedFabricRemoteHost -CimSession (New-CimSession WELL, WELL) -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN -StatePath $env:GF_TEST_STATE
        }
        # Until the collector runs: one host away, one exchanged for another machine, one that was never enrolled.
        Remove-Item "$hosts/GONE.json"
        Add-RemoteHost $hosts 'SWAPPED' { param($table) $table.cim.Win32_ComputerSystemProduct.UUID = '00000000-1111-4222-8333-444444444444' }
        Add-RemoteHost $hosts 'NEW'
        Set-Content "$work/log" ''
        $runs = Invoke-AgentScript -FullLanguage:$Full -Environment $environment -Script {
            @{ all = @(Invoke-GuardedFabricCollector -StatePath $env:GF_TEST_STATE) }
            @{ all = @(Invoke-GuardedFabricCollector -StatePath $env:GF_TEST_STATE -CimSession (New-CimSession WELL, NEW)) }
            @{ all = @(Get-GuardedFabricSnapshot -CimSession (New-CimSession WELL, POOR) -AsJson) }
        }
        $of = @{}
        foreach ($result in $runs[0].all) { $of[$result.ComputerName] = $result }
        $well, $poor = $runs[2].all | ForEach-Object { $_ | ConvertFrom-Json -DateKind String }
    }

    It 'enrols each host under its own machine, and says which it could not' {
        $registered.ComputerName | Should -Be @('WELL', 'POOR', 'SWAPPED', 'GONE', 'BROKEN', 'WELL')
        $registered.Enrolled | Should -Be @($true, $true, $true, $true, $false, $false)
        $registered[4].Message | Should -Match 'Access denied'
        $registered[5].Message | Should -BeNullOrEmpty
    }

    It 'keeps a credential for each host, in a folder of its own that nobody else reads' {
        $identities = Get-ChildItem "$work/state/hosts/*/identity.xml" | Import-Clixml
        $identities.Count | Should -Be 4
        @($identities.credential | Sort-Object -Unique).Count | Should -Be 4
        foreach ($identity in $identities) { $identity.hostId | Should -Be "host-$($identity.machineId)" }
        if (-not $IsWindows) {
            (Get-Item "$work/state/hosts/well/identity.xml").UnixMode | Should -Be '-rw-------'
            (Get-Item "$work/state/hosts").UnixMode | Should -Be 'drwx------'
        }
        Get-ChildItem "$work/state" -Recurse -File | Where-Object Name -ne 'identity.xml' | Get-Content -Raw | Should -Not -Match 'gf[eh]_'
    }

    It 'sends for each that it could read, and no unreachable one stops another' {
        $of['WELL'].Outcome, $of['WELL'].Stored, $of['WELL'].ExitCode | Should -Be @('Sent', 1, 0)
        $of['POOR'].Outcome, $of['POOR'].Stored | Should -Be @('Sent', 1)
        $of['GONE'].Outcome, $of['GONE'].ExitCode, $of['GONE'].Stored | Should -Be @('Unreachable', 8, 0)
        $of['GONE'].Message | Should -Match 'GONE does not answer'
        Get-Content "$work/state/agent.log" -Raw | Should -Match ' 2007 Warning GONE could not be read'
    }

    It 'sends nothing of another machine that answers under a host''s name' {
        $of['SWAPPED'].Outcome, $of['SWAPPED'].ExitCode, $of['SWAPPED'].Stored | Should -Be @('OtherMachine', 9, 0)
        $of['SWAPPED'].Message | Should -Match '00000000-1111-4222-8333-444444444444'
        Get-ChildItem "$work/state/hosts/swapped/spool" | Should -BeNullOrEmpty
        Get-Content "$work/state/agent.log" -Raw | Should -Match ' 3006 Error '
    }

    It 'reads only the sessions that it is given, and of those only enrolled hosts' {
        $runs[1].all.ComputerName | Sort-Object | Should -Be @('NEW', 'WELL')
        ($runs[1].all | Where-Object ComputerName -eq 'NEW').Outcome | Should -Be NotEnrolled
    }

    It 'closes the sessions that it opened' {
        $calls = Get-Content "$work/log" | Where-Object { $_ } | ConvertFrom-Json
        $closed = @($calls | Where-Object command -eq 'Remove-CimSession')
        $closed.Count | Should -Be 1
        $closed[0].arguments.ComputerName | Sort-Object | Should -Be @('POOR', 'SWAPPED', 'WELL')
    }

    It 'says what it found as numbers, and which computer asked' {
        $well.hgsClient.attestationStatus | Should -Be $null
        $well.hgsClient.attestationStatusCode | Should -Be 303
        $well.hgsClient.attestationSubstatusCode | Should -BeExactly '1536'
        $well.hgsClient.isFallbackInUse | Should -BeFalse
        $well.agent.collector | Should -Be 'HV-PAR-0309'
        $well.agent.languageMode | Should -Be $Mode
        $well.host.hostname | Should -Be 'WELL'
        $well.host.timeZone | Should -Be 'Romance Standard Time'
    }

    It 'finds over CIM what the agent finds on the host itself: <Name>' -ForEach @(
        @{ Name = 'shieldedVms' }, @{ Name = 'hardware' }, @{ Name = 'deviceGuard' }, @{ Name = 'secureBoot' }, @{ Name = 'dumps' }
        @{ Name = 'hibernation' }, @{ Name = 'pagefile' }, @{ Name = 'bitLocker'; Not = 'encryptionPercentage', 'keyProtectorTypes' }
        @{ Name = 'tpm'; Not = 'ready', 'restartPending', 'lockedOut' }, @{ Name = 'boot'; Not = 'bootType', 'resumedAt' }, @{ Name = 'tls'; Not = 'negotiated' }
    ) {
        $fixture = Get-Content "$PSScriptRoot/../Fixtures/snapshot.full.json" -Raw | ConvertFrom-Json -DateKind String
        $expected = $fixture.facts.$Name.value
        # What cannot be known is null, never 0 and never "off".
        foreach ($property in $Not) { $expected.$property = $null }
        $well.facts.$Name.status | Should -Be ok
        $well.facts.$Name.value | ConvertTo-Json -Depth 5 | Should -BeExactly ($expected | ConvertTo-Json -Depth 5)
    }

    It 'says that it cannot know, with the reason: <Name>' -ForEach @(
        @{ Name = 'clock'; Reason = 'w32tm' }, @{ Name = 'codeIntegrity'; Reason = 'Get-FileHash' }, @{ Name = 'hgsEvents'; Reason = 'Get-WinEvent' }, @{ Name = 'secureBootEvents'; Reason = 'Get-WinEvent' }, @{ Name = 'diagnostics'; Reason = 'Get-HgsTrace' }
    ) {
        $well.facts.$Name.status | Should -Be unavailable
        $well.facts.$Name.reason | Should -Match "$Reason can only be asked on the host itself"
    }

    It 'tells what is not there from what was refused, host by host' {
        $poor.hgsClient | Should -Be $null
        $poor.facts.deviceGuard.status | Should -Be unavailable
        $poor.facts.tpm.status, $poor.facts.tpm.reason | Should -Be @('failed', 'Access denied')
        $poor.facts.dumps.status | Should -Be failed
        $poor.facts.hardware.status | Should -Be ok
        $well.facts.deviceGuard.status | Should -Be ok
    }

    It 'asks each question once, of all at once' {
        $calls = Get-Content "$work/log" | Where-Object { $_ } | ConvertFrom-Json
        $first = @($calls | Where-Object { $_.command -like 'cim:*' -and $_.arguments.asked -eq 'Win32_BIOS' })
        $first[0..2].command | Sort-Object | Should -Be @('cim:POOR', 'cim:SWAPPED', 'cim:WELL')
    }
}

Describe 'odd values over CIM' {
    BeforeAll {
        $hosts = "$TestDrive/odd"
        $null = New-Item $hosts -ItemType Directory
        Add-RemoteHost $hosts 'BIOS' {
            param($table)
            $table.registry['SYSTEM\CurrentControlSet\Control'].PEFirmwareType = 1
            $table.registry.Remove('SYSTEM\CurrentControlSet\Control\SecureBoot\State')
            $table.registry.Remove('Cluster')
            $table.cim['Win32_Tpm'] = @()
            $table.cim['Win32_EncryptableVolume'] = @(@{ DriveLetter = 'C:'; ProtectionStatus = 2; ConversionStatus = 9 })
            $table.cim['Win32_OptionalFeature'] = @()
            $table.cim['MSFT_HgsClientConfiguration'] = @{ IsHostGuarded = $true; Mode = 2; AttestationStatus = 100; AttestationSubstatus = 0; AttestationOperationMode = 3 }
        }
        Add-RemoteHost $hosts 'FALLBACK' { param($table) $table.cim.MSFT_HgsClientConfiguration.LastAttestationServerUrl = 'http://hgs-lyo.fab.example/Attestation'; $table.cim.Msvm_SecuritySettingData = @() }
        Add-RemoteHost $hosts 'NAMELESS' { param($table) $table['namelessErrors'] = $true; $table['throw'] = @{ Win32_BIOS = 'Access denied'; 'MSFT_HgsClientConfiguration.Get' = 'The provider failed' } }
        Add-RemoteHost $hosts 'HANGING' { param($table) $table['hang'] = @('Win32_DeviceGuard', 'Win32_BIOS', 'Win32_Tpm') }
        $texts = Invoke-AgentScript -Environment @{ GF_STUB_HOSTS = $hosts; GF_STUB_LOG = "$TestDrive/odd.log" } -Script {
            Get-GuardedFabricSnapshot -CimSession (New-CimSession BIOS, FALLBACK, NAMELESS, HANGING) -AsJson
        }
        $asked = @(Get-Content "$TestDrive/odd.log" | ConvertFrom-Json | Where-Object command -eq 'cim:HANGING')
        $of = @{}
        foreach ($text in $texts) { $one = $text | ConvertFrom-Json -DateKind String; $of[$one.host.hostname] = $one }
    }

    It 'BIOS, no TPM, no cluster, a client that knows seven properties' {
        $bios = $of['BIOS']
        $bios.facts.secureBoot.value.uefi, $bios.facts.secureBoot.value.enabled | Should -Be @($false, $null)
        $bios.facts.tpm.value.present, $bios.facts.tpm.value.enabled | Should -Be @($false, $null)
        $bios.facts.cluster.status | Should -Be unavailable
        $bios.facts.bitLocker.value.protectionStatus, $bios.facts.bitLocker.value.volumeStatus | Should -Be @('Unknown', '9')
        $bios.facts.hostGuardianFeature.status | Should -Be unavailable
        $bios.hgsClient.isHostGuarded, $bios.hgsClient.attestationOperationModeCode, $bios.hgsClient.attestationSubstatusCode | Should -Be @($true, 3, '0')
        $bios.hgsClient.fallbackAttestationServerUrl, $bios.hgsClient.isFallbackInUse | Should -Be @($null, $null)
    }

    It 'the fallback is in use where it was asked last; a VM without settings makes the count unknown' {
        $of['FALLBACK'].hgsClient.isFallbackInUse | Should -BeTrue
        $of['FALLBACK'].facts.shieldedVms.status | Should -Be failed
    }

    It 'an error that does not say whose it is stays with the host that had it' {
        $of['NAMELESS'].facts.hardware.status | Should -Be failed
        $of['NAMELESS'].hgsClient.readError | Should -Match 'provider failed'
        $of['BIOS'].facts.hardware.status | Should -Be ok
        $of['FALLBACK'].hgsClient.attestationStatusCode | Should -Be 303
    }

    It 'a host that hangs costs one wait, is asked nothing more, and the others nothing' {
        $hanging = $of['HANGING']
        $hanging.host.hostname | Should -Be 'HANGING'
        $hanging.facts.deviceGuard.status, $hanging.facts.tpm.status | Should -Be @('failed', 'failed')
        $hanging.facts.tpm.reason | Should -Match 'not asked any more'
        # The question that it let go by was the last one.
        @($asked | Where-Object { $_.arguments.asked -in 'Win32_DeviceGuard', 'Win32_BIOS', 'Win32_Tpm' }).Count | Should -Be 1
        $asked[-1].arguments.asked | Should -BeIn 'Win32_DeviceGuard', 'Win32_BIOS', 'Win32_Tpm'
        $of['BIOS'].facts.deviceGuard.status | Should -Be ok
    }
}

Describe 'a server that is away' {
    It 'is waited for once, not once for each host' {
        $hosts = "$TestDrive/away"
        $null = New-Item $hosts -ItemType Directory
        1..3 | ForEach-Object { Add-RemoteHost $hosts "AWAY$_" }
        $environment = @{ GF_STUB_HOSTS = $hosts; GF_TEST_STATE = "$TestDrive/away.state"; GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken"; GF_TEST_TOKEN = "$TestDrive/token" }
        $results = Invoke-AgentScript -Environment $environment -Script {
            $names = 1..3 | ForEach-Object { "AWAY$_" }
            $null = Register-GuardedFabricRemoteHost -CimSession (New-CimSession $names) -Server $env:GF_TEST_SERVER -TokenFile $env:GF_TEST_TOKEN -StatePath $env:GF_TEST_STATE
            foreach ($name in $names) {
                $path = "$env:GF_TEST_STATE/hosts/$($name.ToLowerInvariant())/config.json"
                (Get-Content $path -Raw) -replace '"server":"[^"]*"', '"server":"http://127.0.0.1:9"' | Set-Content $path
            }
            Invoke-GuardedFabricCollector -StatePath $env:GF_TEST_STATE -MaximumWaitSeconds 1 -ThrottleLimit 2
        }
        $results.Outcome | Should -Be @('Kept', 'Kept', 'Kept')
        $results.Pending | Should -Be @(1, 1, 1)
        # Only who tried says so.
        @(Get-ChildItem "$TestDrive/away.state/hosts/*/agent.log" | Where-Object { (Get-Content $_ -Raw) -match ' 2004 ' }).Count | Should -Be 1
    }
}

Describe 'a central collector without hosts' {
    It 'says what to do' {
        $run = (Invoke-AgentScript { Invoke-GuardedFabricCollector -StatePath '/tmp/gf-nothing-here' })[0]
        $run.Outcome, $run.ExitCode | Should -Be @('NotEnrolled', 2)
        $run.Message | Should -Match 'Register-GuardedFabricRemoteHost'
    }

    It 'makes no folder of a name that leads elsewhere: <_>' -ForEach '..', '../x', 'a/b', 'C:\x', '', '.hidden' {
        $name = $_
        { InModuleScope GuardedFabricAgent -Parameters @{ name = $name } { param($name) Get-GfaRemoteStatePath -StatePath '/tmp/x' -ComputerName $name } } | Should -Throw '*not a computer name*'
    }
}
