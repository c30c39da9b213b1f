# Installation and removal: what is there before, between and after.
BeforeDiscovery {
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    $modes = @(Get-RunMode)
}
BeforeAll {
    Import-Module "$PSScriptRoot/../Support/Runs.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/Clm.psm1" -Force
    Import-Module "$PSScriptRoot/../Support/FaultServer.psm1" -Force
    $server = Start-FaultServer
    $script = {
        $above = "$env:GF_TEST_DRIVE/GuardedFabric"
        $state = "$above/Agent"
        $token = "$env:GF_TEST_DRIVE/token"
        $install = @{ Server = $env:GF_TEST_SERVER; StatePath = $state }
        # What there is now: files with their rights, what Windows holds, and who this host is to the server.
        function Get-Now {
            param($Value)
            $files = @(Get-ChildItem $env:GF_TEST_DRIVE -Recurse -Force | Where-Object { $_.FullName.StartsWith($above) } | Sort-Object FullName |
                    ForEach-Object { $_.UnixMode + ' ' + $_.FullName.Substring($env:GF_TEST_DRIVE.Length + 1) })
            $identity = if (Test-Path "$state/identity.xml") { Import-Clixml "$state/identity.xml" }
            @{ value = $Value; files = $files; windows = @(Get-ChildItem $env:GF_STUB_WINDOWS -File | ForEach-Object { $_.Name }); enrolmentId = $identity.enrolmentId }
        }
        @{ step = 'nothing'; now = Get-Now }
        @{ step = 'plan'; now = Get-Now (Install-GuardedFabricAgent @install -TokenFile $token -Account 'FAB\gmsa$' -WhatIf) }
        @{ step = 'install'; now = Get-Now (Install-GuardedFabricAgent @install -TokenFile $token -Account 'FAB\gmsa$') }
        # Asked again, it would find none.
        Remove-Item $token
        @{ step = 'plan again'; now = Get-Now (Install-GuardedFabricAgent @install -WhatIf) }
        @{ step = 'again'; now = Get-Now (Install-GuardedFabricAgent @install) }
        @{ step = 'dry'; now = Get-Now (Uninstall-GuardedFabricAgent -StatePath $state -WhatIf) }
        # A run under way: of a process that lives as long as this test does.
        Set-Content "$state/agent.lock" $env:GF_TEST_LIVING
        @{ step = 'busy'; now = Get-Now "$(try { Uninstall-GuardedFabricAgent -StatePath $state } catch { $_ })" }
        Remove-Item "$state/agent.lock"
        @{ step = 'kept'; now = Get-Now (Uninstall-GuardedFabricAgent -StatePath $state -KeepState) }
        @{ step = 'back'; now = Get-Now (Install-GuardedFabricAgent @install -Account SYSTEM) }
        @{ step = 'removed'; now = Get-Now (Uninstall-GuardedFabricAgent -StatePath $state) }
        @{ step = 'removed again'; now = Get-Now (Uninstall-GuardedFabricAgent -StatePath $state) }
        # An enrolment that failed leaves folders, which go too; what is not the agent's stays.
        try { Register-GuardedFabricHost -Server http://127.0.0.1:9 -TokenFile $token -StatePath $state } catch { $null = $_ }
        $null = New-Item "$above/Collector" -ItemType Directory
        @{ step = 'failed'; now = Get-Now (Uninstall-GuardedFabricAgent -StatePath $state) }
        $null = New-Item $state -ItemType Directory
        Set-Content "$state/precious.txt" 'not ours'
        @{ step = 'foreign'; now = Get-Now (Uninstall-GuardedFabricAgent -StatePath $state) }
        & (Get-Module GuardedFabricAgent) { @{ step = 'starts'; now = @(1..1000 | ForEach-Object { "$((New-GfaTaskTrigger -IntervalSeconds 900)[0].At)" }) } }
    }
    $running = @{}
    foreach ($mode in @(Get-RunMode).Mode) {
        $drive = "$TestDrive/$mode"
        $null = New-Item $drive, "$drive.windows" -ItemType Directory
        Set-Content "$drive/token" 'gfe_TheEnrolmentTokenOfThisTest00000'
        $environment = @{ GF_TEST_SERVER = "http://127.0.0.1:$($server.Port)/taken"; GF_TEST_DRIVE = $drive; GF_TEST_LIVING = "$PID"; GF_STUB_LOG = "$drive.log"; GF_STUB_WINDOWS = "$drive.windows" }
        $running[$mode] = Start-AgentScript $script -Environment $environment -FullLanguage:($mode -eq 'FullLanguage')
    }
    $found = @{}
    foreach ($mode in $running.Keys) {
        $steps = @{}
        $results = Receive-AgentScript $running[$mode]
        foreach ($result in $results) { $steps[$result.step] = $result.now }
        $found[$mode] = @{ steps = $steps; calls = @(Get-Content "$TestDrive/$mode.log" | ConvertFrom-Json) }
    }
}

AfterAll { Stop-FaultServer $server }

Describe 'installation in <Mode>' -ForEach $modes {
    BeforeAll {
        $of = $found[$Mode].steps
        $calls = $found[$Mode].calls
        $tasks = @($calls | Where-Object command -eq 'Register-ScheduledTask')
    }

    It 'with -WhatIf says its steps and changes nothing' {
        $of.plan.value.Step | Should -Be @('Folder', 'EventSource', 'Enrolment', 'Task', 'Snapshot')
        $of.plan.value.WhatIf -match 'FAB\\gmsa\$' | Should -HaveCount 2
        $of.plan.files + $of.plan.windows | Should -BeNullOrEmpty
        # Who it ran as before is who it would run as.
        $of.'plan again'.value.WhatIf -match 'FAB\\gmsa\$' | Should -HaveCount 2
        $of.'plan again'.files | Should -Be $of.install.files
    }

    It 'makes the agent''s files and no other, for its account alone' -Skip:$IsWindows {
        $of.nothing.files + $of.nothing.windows | Should -BeNullOrEmpty
        $of.install.windows | Sort-Object | Should -Be @('source-GuardedFabricAgent', 'task-+GuardedFabric+GuardedFabricAgent')
        $names = $of.install.files | ForEach-Object { ($_ -split ' ')[1] }
        # One snapshot was sent; its name tells number, enrolment, snapshot and hash.
        $names -replace '(sent/).+\.json$', '$1SNAPSHOT' | Should -Be @(
            'GuardedFabric', 'GuardedFabric/Agent'
            @('agent.log', 'config.json', 'counters.json', 'diagnostics.json', 'identity.xml', 'quarantine', 'sent', 'sent/SNAPSHOT', 'spool', 'status.json', 'work' |
                    ForEach-Object { "GuardedFabric/Agent/$_" })
        )
        $of.install.files -match '^d' -notmatch '^drwx------ ' | Should -BeNullOrEmpty
        $of.install.files -match 'identity\.xml$' | Should -Match '^-rw------- '
    }

    It 'registers one task that holds no secret, of the account that is named, and of SYSTEM where none is' {
        $tasks | ForEach-Object { $_.arguments.Principal.UserId } | Should -Be @('FAB\gmsa$', 'FAB\gmsa$', 'S-1-5-18')
        foreach ($task in $tasks) {
            $task.arguments.TaskPath, $task.arguments.TaskName | Should -Be @('\GuardedFabric\', 'GuardedFabricAgent')
            $task.arguments.Action.Execute | Should -BeLike '*System32*WindowsPowerShell*v1.0*powershell.exe'
            $task.arguments.Action.Argument | Should -Match '^-NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -Command "Import-Module .+; exit \(Invoke-GuardedFabricAgent'
            $task.arguments.Settings.MultipleInstances, $task.arguments.Settings.Minutes | Should -Be @('IgnoreNew', 3)
        }
        ($calls | ConvertTo-Json -Depth 8) | Should -Not -Match 'gf[eh]_'
    }

    It 'repeats it as the server wishes, from a start of its own, and after each start of the host' {
        foreach ($task in $tasks) {
            # What enrolment was answered, before there was a snapshot.
            $task.arguments.Trigger[0].Seconds | Should -Be 300
            $task.arguments.Trigger[1].AtStartup | Should -BeTrue
        }
    }

    It 'sends the first snapshot and says where to see it' {
        $of.install.value.Outcome, $of.install.value.ExitCode | Should -Be @('Sent', 0)
        $of.install.value.Page | Should -Match '/hosts/host-4C4C4544-0042-3510-8054-B7C04F4E3633$'
    }

    It 'tells the event log' {
        @($calls | Where-Object { $_.command -eq 'Write-EventLog' -and $_.arguments.EventId -eq 1000 }).Count | Should -Be 3
    }

    It 'done again keeps the credential, needs no token, and adds nothing but what it sent: <_>' -ForEach 'again', 'back' {
        $of.$_.value.Outcome | Should -Be Sent
        $of.$_.enrolmentId | Should -Be $of.install.enrolmentId
        $of.$_.windows | Should -Be $of.install.windows
        $of.$_.files -notmatch '/sent/' | Should -Be ($of.install.files -notmatch '/sent/')
    }
}

Describe 'removal in <Mode>' -ForEach $modes {
    BeforeAll {
        $of = $found[$Mode].steps
    }

    It 'with -WhatIf says what would go and removes nothing' {
        $of.dry.value.Removed | Should -Be @('Task', 'State', 'EventSource')
        $of.dry.files | Should -Be $of.again.files
        $of.dry.windows | Should -Be $of.install.windows
    }

    It 'waits for a run under way, and leaves no task that would start another' {
        $of.busy.value | Should -Match 'A run of the agent is under way'
        $of.busy.files -match 'identity' | Should -HaveCount 1
        $of.busy.windows | Should -Be 'source-GuardedFabricAgent'
    }

    It 'keeps the state where told to' {
        $of.kept.value.Removed | Should -Be 'EventSource'
        $of.kept.files | Should -Be $of.dry.files
        $of.kept.windows | Should -BeNullOrEmpty
    }

    It 'leaves nothing of what was made, and has nothing to do a second time' {
        $of.removed.value.Removed | Should -Be @('Task', 'State', 'EventSource')
        $of.removed.files + $of.removed.windows | Should -BeNullOrEmpty
        $of.'removed again'.value.Removed | Should -BeNullOrEmpty
    }

    It 'takes what a failed enrolment left, and never a folder that is not the agent''s' {
        $of.failed.value.Removed | Should -Be @('State', 'EventSource')
        $of.failed.files -replace '^\S+ ' | Should -Be @('GuardedFabric', 'GuardedFabric/Collector')
        $of.foreign.value.Removed | Should -BeNullOrEmpty
        $of.foreign.files -replace '^\S+ ' | Should -Contain 'GuardedFabric/Agent/precious.txt'
    }
}

Describe 'a thousand hosts installed in one minute, in <Mode>' -ForEach $modes {
    It 'start spread over their interval' {
        $minutes = $found[$Mode].steps.starts | ForEach-Object { ([datetime]$_).ToString('HH:mm') } | Group-Object
        $minutes.Count | Should -BeGreaterOrEqual 15
        ($minutes | Measure-Object -Property Count -Maximum).Maximum | Should -BeLessThan 120
    }
}
