# A run of the scheduled task collects in its own process, where nothing can end a cmdlet that hangs but the end of the
# process: what then becomes of the run, of the snapshot, and of the runs after it.
BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    $server = Start-FaultServer
    $prepare = {
        & (Get-Module GuardedFabricAgent) {
            # How long that is at most is not what is tested here.
            function script:Get-GfaGuardTime { @{ Quick = 1; Slow = 1 } }
            Initialize-GfaState -StatePath $env:GF_TEST_STATE
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name config -Value @{ server = $env:GF_TEST_SERVER }
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name identity -Value @{ server = $env:GF_TEST_SERVER; hostId = 'host-1'; credential = 'gfh_test'; issuedAt = ConvertTo-GfaTimestamp (Get-Date) }
            # The diagnostics come once a day and in a process of their own.
            Write-GfaStateFile -StatePath $env:GF_TEST_STATE -Name diagnostics -Value @{ at = ConvertTo-GfaTimestamp (Get-Date); attestationStatus = 'InsecureHostConfiguration' }
        }
    }
    # Starts a run as the task does. Answers when its process has ended, by itself or not.
    function Invoke-Run {
        param([string]$State, [string]$StubHost, [scriptblock]$Before = {}, [string]$Log)
        $given = @{ Environment = @{ GF_TEST_STATE = $State; GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken"; GF_STUB_LOG = $Log } }
        if ($StubHost) { $given['StubHost'] = $StubHost }
        $script = [scriptblock]::Create("& { $prepare }; & { $Before }; Invoke-GuardedFabricAgent -StatePath `$env:GF_TEST_STATE -Force -Unattended")
        $started = Start-AgentScript @given -Script $script
        $started.Process.WaitForExit()
        $isWhole = $started.Output.Result -match '(?s)<<<(.*)>>>'
        @{ Result = if ($isWhole) { $Matches[1] | ConvertFrom-Json }; Errors = $started.Errors.Result }
    }
    function Wait-Sent {
        param([string]$State, [int]$Count = 1)
        $until = [datetime]::UtcNow.AddSeconds(60)
        while ([datetime]::UtcNow -lt $until) {
            $sent = @(Get-ChildItem "$State/sent" -Filter *.json -ErrorAction SilentlyContinue | Sort-Object Name)
            if ($sent.Count -ge $Count -and -not (Test-Path "$State/agent.lock")) { return @($sent | ForEach-Object { Get-Content -LiteralPath $_.FullName -Raw | ConvertFrom-Json -DateKind String }) }
            Start-Sleep -Milliseconds 100
        }
        throw "Nothing was sent within a minute:`n$(Get-Content "$State/agent.log" -ErrorAction SilentlyContinue)"
    }
    function Get-NotOk { param($Snapshot) @($Snapshot.facts.PSObject.Properties | Where-Object { $_.Name -ne 'diagnostics' -and $_.Value.status -ne 'ok' }).Name }
}

AfterAll { Stop-FaultServer $server }

Describe 'a run of the task' {
    BeforeAll {
        $state = "$TestDrive/good"
        # Where it wanted a process of its own it would say so.
        $run = Invoke-Run $state -Before { & (Get-Module GuardedFabricAgent) { function script:Start-GfaWorker { 'another' | Set-Content "$env:GF_TEST_STATE/worker" } } }
        $snapshot = (Wait-Sent $state)[0]
    }

    It 'collects everything in its own process' {
        $run.Result.Outcome | Should -Be Sent
        Test-Path "$state/worker" | Should -BeFalse
        Get-NotOk $snapshot | Should -BeNullOrEmpty
        $snapshot.hgsClient.attestationStatus | Should -Be InsecureHostConfiguration
        $snapshot.agent.languageMode | Should -Be ConstrainedLanguage
    }

    It 'leaves nothing behind, and nothing running' {
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
        Get-Content "$state/agent.log" -ErrorAction SilentlyContinue | Should -BeNullOrEmpty
        $until = [datetime]::UtcNow.AddSeconds(30)
        do {
            $running = @(Get-ChildItem /proc -Directory | Where-Object Name -match '^\d+$' | Where-Object { "$(Get-Content -LiteralPath "$_/environ" -Raw -ErrorAction SilentlyContinue)".Contains("GF_TEST_STATE=$state") })
        } while ($running.Count -gt 0 -and [datetime]::UtcNow -lt $until)
        $running.Name | Should -BeNullOrEmpty
    }
}

Describe 'a run of the task in which a collector hangs' {
    BeforeAll {
        $state = "$TestDrive/hanging"
        $run = Invoke-Run $state -StubHost (New-StubHost { param($table) $table['hang'] = @('Get-Tpm') })
        $snapshot = (Wait-Sent $state)[0]
    }

    It 'is ended, and another one sends the snapshot, with all but that' {
        $run.Result | Should -BeNullOrEmpty
        $snapshot.facts.tpm.status, $snapshot.facts.tpm.reason | Should -Be @('failed', 'tpm did not answer in time.')
        Get-NotOk $snapshot | Should -Be 'tpm'
        Get-Content "$state/agent.log" -Raw | Should -Match ' 2008 Warning .*did not come to the end of its collecting'
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
    }

    It 'is not begun that way again for a day' {
        $apartUntil = (Get-Content "$state/status.json" -Raw | ConvertFrom-Json).apartUntil.ToUniversalTime()
        ($apartUntil - [datetime]::UtcNow).TotalHours | Should -BeGreaterThan 23.9
        $next = Invoke-Run $state -Before { & (Get-Module GuardedFabricAgent) { function script:Start-GfaGuard { throw 'begun' } } }
        $next.Result.Outcome | Should -Be Sent
        Get-NotOk (Wait-Sent $state -Count 2)[1] | Should -BeNullOrEmpty
    }
}

Describe 'what waits beside a run' {
    BeforeAll {
        # Answers when it has ended: with whether it did what it is for.
        function Test-Waiting {
            param([string]$Name, [hashtable]$Time, [switch]$Quick, [switch]$Removed)
            $work = (New-Item "$TestDrive/$Name" -ItemType Directory).FullName
            Set-Content "$work/guard.json" '{}'
            if ($Quick) { Set-Content "$work/quick.txt" 'quick' }
            $start = InModuleScope GuardedFabricAgent -Parameters @{ work = $work; time = $Time } {
                param($work, $time)
                Get-GfaGuardScript -File "$work/guard.json" -QuickFile "$work/quick.txt" -Time $time -Command "Set-Content '$work/begun' 'begun'"
            }
            $process = Start-Process @start -NoNewWindow -PassThru
            if ($Removed) { Remove-Item "$work/guard.json" }
            $process.WaitForExit(60000) | Should -BeTrue
            Test-Path "$work/begun"
        }
    }

    It 'begins a run anew after the time of the quick ones, or of all, and none where the file is gone: <Name>' -ForEach @(
        @{ Name = 'quick'; Given = @{ Time = @{ Quick = 1; Slow = 600 }; Quick = $true }; Begun = $true }
        @{ Name = 'slow'; Given = @{ Time = @{ Quick = 1; Slow = 1 } }; Begun = $true }
        @{ Name = 'gone'; Given = @{ Time = @{ Quick = 600; Slow = 600 }; Quick = $true; Removed = $true }; Begun = $false }
        @{ Name = 'gone late'; Given = @{ Time = @{ Quick = 0; Slow = 600 }; Removed = $true }; Begun = $false }
    ) {
        Test-Waiting -Name $Name @Given | Should -Be $Begun
    }
}

Describe 'who may end whom' {
    BeforeAll {
        # What holds the lock: a process that does nothing, under a guard that gives it so many seconds more.
        function Test-Ending {
            param([string]$Name, [double]$QuickSeconds, [double]$Seconds, [switch]$Slow, [hashtable]$Told = @{})
            $holder = [Diagnostics.Process]::Start('sleep', '600')
            $state = "$TestDrive/$Name"
            $null = New-Item "$state/work/one" -ItemType Directory
            $now = [datetime]::UtcNow
            $guard = @{ processId = $holder.Id; processName = 'sleep'; processStartedAt = $holder.StartTime.ToUniversalTime().ToString('o'); quickUntil = $now.AddSeconds($QuickSeconds).ToString('o'); until = $now.AddSeconds($Seconds).ToString('o') }
            foreach ($key in $Told.Keys) { $guard[$key] = $Told[$key] }
            $guard | ConvertTo-Json | Set-Content "$state/work/one/guard.json"
            if (-not $Slow) { Set-Content "$state/work/one/quick.txt" 'quick' }
            Set-Content "$state/agent.lock" $holder.Id
            try {
                $taken = (Invoke-AgentScript -Environment @{ GF_TEST_STATE = $state } { & (Get-Module GuardedFabricAgent) { Enter-GfaLock -StatePath $env:GF_TEST_STATE } })[0]
                if ($taken) { $null = $holder.WaitForExit(30000) }
                @{ Taken = $taken; Ended = $holder.HasExited }
            } finally {
                if (-not $holder.HasExited) { $holder.Kill() }
            }
        }
    }

    It 'a run whose time is over, and no other: <Name>' -ForEach @(
        @{ Name = 'quick ones over'; Given = @{ QuickSeconds = -1; Seconds = 60 }; Ended = $true }
        @{ Name = 'quick ones under way'; Given = @{ QuickSeconds = 60; Seconds = 90 }; Ended = $false }
        @{ Name = 'slow ones under way'; Given = @{ QuickSeconds = -1; Seconds = 60; Slow = $true }; Ended = $false }
        @{ Name = 'slow ones over'; Given = @{ QuickSeconds = -60; Seconds = -1; Slow = $true }; Ended = $true }
        @{ Name = 'another process'; Given = @{ QuickSeconds = -60; Seconds = -1; Told = @{ processId = 1 } }; Ended = $false }
        @{ Name = 'one that has its number since the host was restarted'; Given = @{ QuickSeconds = -60; Seconds = -1; Told = @{ processStartedAt = '2026-11-24T09:32:06.120Z' } }; Ended = $false }
        @{ Name = 'another program under its number'; Given = @{ QuickSeconds = -60; Seconds = -1; Told = @{ processName = 'pwsh' } }; Ended = $false }
        @{ Name = 'one of which too little is known'; Given = @{ QuickSeconds = -60; Seconds = -1; Told = @{ processStartedAt = $null } }; Ended = $false }
    ) {
        $tried = Test-Ending -Name ($Name -replace ' ', '-') @Given
        $tried.Taken, $tried.Ended | Should -Be @($Ended, $Ended)
    }
}

Describe 'what earlier runs left' {
    It 'is cleared away, and believed where one was ended, not where a clock was stepped' {
        $told = Invoke-AgentScript -Environment @{ GF_TEST_STATE = "$TestDrive/left" } {
            & (Get-Module GuardedFabricAgent) {
                $state = $env:GF_TEST_STATE
                Initialize-GfaState -StatePath $state
                $null = New-Item "$state/work/one" -ItemType Directory
                Clear-GfaWork -StatePath $state
                Test-GfaApart -StatePath $state
                $null = New-Item "$state/work/two" -ItemType Directory
                Write-GfaFile -Path "$state/work/two/guard.json" -Text '{'
                Clear-GfaWork -StatePath $state
                Test-GfaApart -StatePath $state
                Set-GfaStatus -StatePath $state -Change @{ apartUntil = ConvertTo-GfaTimestamp (Get-Date).AddDays(40) }
                Test-GfaApart -StatePath $state
                @(Get-ChildItem "$state/work").Count
            }
        }
        $told | Should -Be @($false, $false, $true, $true, $false, 0)
    }

    It 'needs no guard to be had: the collectors then go into a process of their own' {
        $state = "$TestDrive/none"
        $run = Invoke-Run $state -Before { & (Get-Module GuardedFabricAgent) { function script:Get-GfaGuardScript { @{ FilePath = '/nowhere/cmd.exe'; ArgumentList = 'none' } } } }
        $run.Result.Outcome | Should -Be Sent
        Get-NotOk (Wait-Sent $state)[0] | Should -BeNullOrEmpty
        Get-ChildItem "$state/work" | Should -BeNullOrEmpty
    }
}
