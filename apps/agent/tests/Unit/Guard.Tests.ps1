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
            '/d /s /c "(for /l %i in (1,1,15) do ' + $second + ') & (if not exist "C:\ProgramData\G F\work\1\quick.txt" for /l %i in (1,1,110) do ' + $second + ') & ' +
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
        $time = InModuleScope GuardedFabricAgent { Get-GfaGuardTime }
        $time.Slow | Should -Be (60 + 30 + 20)
        $time.Quick | Should -BeGreaterThan 10
    }
}
