BeforeAll {
    Import-Module $env:GF_AGENT_MODULE -Force
}

Describe 'what looks after a collection on Windows' {
    It 'waits with what every Windows has, and starts the agent anew in the same words as a worker' {
        $start = InModuleScope GuardedFabricAgent {
            Mock Test-GfaWindows { $true }
            Mock Get-GfaShellPath { 'C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe' }
            $env:SystemRoot = 'C:\Windows'
            Mock Join-Path { "$Path\$ChildPath" }
            Get-GfaGuardScript -File 'C:\ProgramData\G F\work\1\guard.json' -QuickFile 'C:\ProgramData\G F\work\1\quick.txt' -Time @{ Quick = 15; Slow = 110 } -Command "Import-Module 'C:\M'; exit (Run).ExitCode"
        }
        $start.FilePath | Should -Be 'C:\Windows\System32\cmd.exe'
        $second = '@("C:\Windows\System32\ping.exe" -n 2 127.0.0.1 >nul & if not exist "C:\ProgramData\G F\work\1\guard.json" exit)'
        $start.ArgumentList | Should -BeExactly (
            '/d /e:on /v:off /s /c "(for /l %i in (1,1,15) do ' + $second + ') & (if not exist "C:\ProgramData\G F\work\1\quick.txt" for /l %i in (1,1,110) do ' + $second + ') & ' +
            '"C:\Windows\System32\WindowsPowerShell\v1.0\powershell.exe" -NoProfile -NonInteractive -ExecutionPolicy RemoteSigned -Command "Import-Module ''C:\M''; exit (Run).ExitCode" >nul 2>&1"')
    }

    It 'is not tried with a folder that cmd.exe would read as something else: <_>' -ForEach 'C:\100%\Agent', 'C:\a"b' {
        $path = $_
        InModuleScope GuardedFabricAgent -Parameters @{ path = $path } {
            param($path)
            Mock Start-Process { throw 'started' }
            Start-GfaGuard -StatePath $path | Should -BeNullOrEmpty
            Should -Invoke Start-Process -Times 0
        }
    }

    It 'gives the slow collectors as long as they may take one after the other' {
        $state = "$TestDrive/state"
        $null = New-Item $state -ItemType Directory
        $time = InModuleScope GuardedFabricAgent -Parameters @{ state = $state } { param($state) Get-GfaGuardTime -StatePath $state }
        $time.Slow | Should -Be (60 + 30 + 20)
        $time.Quick | Should -BeGreaterThan 10
    }

    It 'gives the quick ones twice as long after a run was ended, two minutes at most' {
        $state = "$TestDrive/doubled"
        $given = InModuleScope GuardedFabricAgent -Parameters @{ state = $state } {
            param($state)
            Initialize-GfaState -StatePath $state
            foreach ($time in 1..5) {
                $quick = (Get-GfaGuardTime -StatePath $state).Quick
                $quick
                $null = New-Item "$state/work/$time" -ItemType Directory
                Write-GfaFile -Path "$state/work/$time/guard.json" -Text (ConvertTo-GfaJson @{ quickSeconds = $quick })
                $null = Clear-GfaWork -StatePath $state
            }
        }
        $given | Should -Be @(15, 30, 60, 120, 120)
    }

    It 'is done with a process that it ends only when that one is gone: until then its lock is held' {
        # Whose parent takes notice of its end after a while.
        $start = [Diagnostics.ProcessStartInfo]::new('perl')
        foreach ($argument in '-e', '$|=1; $p=fork; exec "sleep","600" if !$p; print "$p\n"; sleep 2; waitpid $p,0') { $start.ArgumentList.Add($argument) }
        $start.RedirectStandardOutput = $true
        $parent = [Diagnostics.Process]::Start($start)
        $id = [int]$parent.StandardOutput.ReadLine()
        $there = InModuleScope GuardedFabricAgent -Parameters @{ id = $id } {
            param($id)
            # Its name is another one until it has begun to sleep.
            do { $as = Get-GfaProcess -Id $id } until ($as.processName -eq 'sleep')
            Stop-GfaProcess -As $as
            Test-GfaSameProcess -Id $id -As $as
        }
        $there | Should -Be @($true, $false)
        $parent.WaitForExit(30000) | Should -BeTrue
    }

    It 'ends no process that has the number of a worker by now' {
        $other = [Diagnostics.Process]::Start('sleep', '600')
        try {
            $claim = @{ processId = $other.Id; processName = 'sleep'; processStartedAt = '2026-11-24T09:32:06.120Z' }
            $claim | ConvertTo-Json | Set-Content "$TestDrive/tpm.claim"
            InModuleScope GuardedFabricAgent -Parameters @{ folder = "$TestDrive" } { param($folder) Stop-GfaWorker -Name tpm -Folder $folder }
            $other.HasExited | Should -BeFalse
            $claim.processStartedAt = $other.StartTime.ToUniversalTime().ToString('o')
            $claim | ConvertTo-Json | Set-Content "$TestDrive/tpm.claim"
            InModuleScope GuardedFabricAgent -Parameters @{ folder = "$TestDrive" } { param($folder) Stop-GfaWorker -Name tpm -Folder $folder }
            $other.WaitForExit(30000) | Should -BeTrue
        } finally {
            if (-not $other.HasExited) { $other.Kill() }
        }
    }

    It 'asks Windows for no child that began before its parent, nor at all where there is none to find' {
        $found = InModuleScope GuardedFabricAgent {
            Mock Test-GfaWindows { $true }
            function Get-CimInstance { }
            Mock Get-CimInstance { foreach ($minutes in -5, 5) { New-Object psobject -Property @{ ProcessId = $minutes; CreationDate = (Get-Date).AddMinutes($minutes) } } }
            Mock Get-Process { }
            Get-GfaChildProcess -Id 7 -Since (Get-Date).ToUniversalTime()
            Should -Invoke Get-CimInstance -Times 0
            Mock Get-Process { 'w32tm' }
            Get-GfaChildProcess -Id 7 -Since (Get-Date).ToUniversalTime()
        }
        $found | Should -Be 5
    }
}
