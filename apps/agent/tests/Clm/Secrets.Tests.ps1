# The token and the credential, all the way from installation to removal, with everything that can be turned on to
# look over the agent's shoulder turned on.
BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    $server = Start-FaultServer
    Set-Content "$TestDrive/token" 'gfe_TheEnrolmentTokenOfThisTest00000'
    $environment = @{
        GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken"
        GF_TEST_DRIVE = "$TestDrive"
        GF_STUB_LOG = "$TestDrive/calls"
        GF_STUB_PROCESSES = "$TestDrive/processes"
        GF_STUB_HOSTS = "$TestDrive/hosts"
    }
    $null = New-Item "$TestDrive/hosts" -ItemType Directory
    Copy-Item (New-StubHost) "$TestDrive/hosts/REMOTE.json"
    $outcomes = Invoke-AgentScript -Apart -Environment $environment -Script {
        $state = "$env:GF_TEST_DRIVE/state"
        $VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $InformationPreference = 'Continue'; $WarningPreference = 'Continue'
        # What a policy of module logging writes to the event log: every argument of every command (event 4103).
        Set-TraceSource -Name ParameterBinding -Option All -FilePath "$env:GF_TEST_DRIVE/bindings"
        $null = Start-Transcript -LiteralPath "$env:GF_TEST_DRIVE/transcript"
        $said = & {
            (Install-GuardedFabricAgent -Server $env:GF_TEST_SERVER -TokenFile "$env:GF_TEST_DRIVE/token" -StatePath $state -Verbose -Debug).Outcome
            & (Get-Module GuardedFabricAgent) {
                param($state)
                Write-GfaStateFile -StatePath $state -Name identity -Value (Copy-GfaRecord (Read-GfaStateFile -StatePath $state -Name identity) @{ issuedAt = '2026-01-01T00:00:00.000Z' })
            } $state
            # Rotates, and sends with the new one.
            (Invoke-GuardedFabricAgent -StatePath $state -Force -Verbose -Debug).Outcome
            # Fails, with the credential at hand.
            & (Get-Module GuardedFabricAgent) { param($state) Set-GfaStatus -StatePath $state -Change @{ x = 1 }; Write-GfaStateFile -StatePath $state -Name config -Value (Copy-GfaRecord (Read-GfaStateFile -StatePath $state -Name config) @{ server = 'http://127.0.0.1:9' }) } $state
            (Invoke-GuardedFabricAgent -StatePath $state -Force -MaximumWaitSeconds 0 -Verbose -Debug).Outcome
            (Register-GuardedFabricRemoteHost -CimSession (New-CimSession REMOTE) -Server $env:GF_TEST_SERVER -TokenFile "$env:GF_TEST_DRIVE/token" -StatePath "$env:GF_TEST_DRIVE/central" -Verbose -Debug).Enrolled
            (Invoke-GuardedFabricCollector -StatePath "$env:GF_TEST_DRIVE/central" -Force -Verbose -Debug).Outcome
        } *>&1
        $null = Stop-Transcript
        Set-TraceSource -Name ParameterBinding -RemoveFileListener *
        # Errors stay in a session's memory and end up in reports.
        $remembered = $Error | Out-String
        Copy-Item $state "$env:GF_TEST_DRIVE/kept" -Recurse
        $null = Uninstall-GuardedFabricAgent -StatePath $state
        @{ outcomes = @($said | Where-Object { $_ -is [string] -or $_ -is [bool] }); streams = ($said | Out-String -Width 500); errors = $remembered }
    }
}
AfterAll { Stop-FaultServer $server }

Describe 'the token and the credential' {
    It 'did their work' {
        $outcomes[0].outcomes | Should -Be @('Sent', 'Sent', 'Kept', $true, 'Sent')
        (Import-Clixml "$TestDrive/kept/identity.xml").credential | Should -Be 'gfh_rotated'
    }

    It 'are in no stream, verbose and debug included, in no transcript and in no error' {
        $outcomes[0].streams.Length | Should -BeGreaterThan 0
        $outcomes[0].streams | Should -Not -Match 'gf[eh]_'
        $outcomes[0].errors | Should -Not -Match 'gf[eh]_'
        Get-Content "$TestDrive/transcript" -Raw | Should -Match 'transcript'
        Get-Content "$TestDrive/transcript" -Raw | Should -Not -Match 'gf[eh]_'
    }

    It 'are in no argument of a command, where module logging would write them down' {
        $bindings = @((Select-String -LiteralPath "$TestDrive/bindings" -Pattern '\barg \[').Line)
        $bindings -match 'System\.Collections\.Hashtable\] to parameter \[InputObject' | Should -Not -BeNullOrEmpty
        $bindings -match 'gf[eh]_' | Select-Object -Unique | Should -BeNullOrEmpty
    }

    It 'are in no argument and no variable of the processes that collect' {
        $processes = Get-Content "$TestDrive/processes" -Raw
        $processes | Should -Match 'ResultPath'
        $processes | Should -Not -Match 'gf[eh]_'
    }

    It 'are in no scheduled task and no event' {
        $calls = Get-Content "$TestDrive/calls" -Raw
        $calls | Should -Match 'Register-ScheduledTask'
        $calls | Should -Match 'Write-EventLog'
        $calls | Should -Not -Match 'gf[eh]_'
    }

    It 'lie in one file alone, and the token in none' {
        $files = Get-ChildItem "$TestDrive/kept", "$TestDrive/central" -Recurse -File
        $with = $files | Where-Object { (Get-Content -LiteralPath $_.FullName -Raw) -match 'gfh_' }
        $with.Name | Sort-Object -Unique | Should -Be 'identity.xml'
        $files | Where-Object { (Get-Content -LiteralPath $_.FullName -Raw) -match 'gfe_' } | Should -BeNullOrEmpty
        Test-Path "$TestDrive/state" | Should -BeFalse
    }
}
